import type { FastifyInstance } from 'fastify';
import { readCursor } from '../../questions/paging/cursor.ts';
import type { ObjectStatus } from '../../state/tables.ts';
import { sourceRoutes } from '../contract/sources.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';

export function serveSources(app: FastifyInstance, { ask }: Service): void {
  implement(app, sourceRoutes.list, async ({ query, signal }) => ask('sources.list', query, { signal }));
  implement(app, sourceRoutes.why, async ({ query, signal }) => ask('sources.why', query, { signal }));
  implement(app, sourceRoutes.objects, async ({ query, signal }) => {
    const { status, rejected, ...rest } = query;
    const statuses = status?.split(',') as ObjectStatus[] | undefined;
    return ask('sources.objects', { ...rest, status: statuses, rejected: rejected === 'true' }, { signal });
  });
  implement(app, sourceRoutes.causes, async ({ signal }) => ask('rejects.causes', null, { signal }));
  implement(app, sourceRoutes.rejects, async ({ query, signal }) => {
    const thread = query.cursor === undefined ? undefined : readCursor(query.cursor).thread;
    return ask('rejects.list', query, { signal, thread });
  });
  implement(app, sourceRoutes.rawReject, async ({ params, signal }) => ask('rejects.raw', params, { signal }));
}
