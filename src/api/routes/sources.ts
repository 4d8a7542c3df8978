import type { FastifyInstance } from 'fastify';
import { objectJson } from '../../questions/object-json.ts';
import { readCursor } from '../../questions/paging/cursor.ts';
import { listObjects } from '../../state/list-objects.ts';
import type { ObjectStatus } from '../../state/tables.ts';
import { sourceRoutes } from '../contract/sources.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';

export function serveSources(app: FastifyInstance, { db, ask }: Service): void {
  implement(app, sourceRoutes.list, async ({ query, signal }) => ask('sources.list', query, { signal }));
  implement(app, sourceRoutes.why, async ({ query, signal }) => ask('sources.why', query, { signal }));
  implement(app, sourceRoutes.objects, async ({ query }) => {
    const { limit, cursor: after, status, rejected, ...filter } = query;
    const statuses = status?.split(',') as ObjectStatus[] | undefined;
    const wanted = { ...filter, status: statuses, rejected: rejected === 'true' };
    const { objects, next } = await listObjects(db, wanted, { limit, after });
    return { objects: objects.map(objectJson), next };
  });
  implement(app, sourceRoutes.causes, async ({ signal }) => ask('rejects.causes', null, { signal }));
  implement(app, sourceRoutes.rejects, async ({ query, signal }) => {
    const thread = query.cursor === undefined ? undefined : readCursor(query.cursor).thread;
    return ask('rejects.list', query, { signal, thread });
  });
  implement(app, sourceRoutes.rawReject, async ({ params, signal }) => ask('rejects.raw', params, { signal }));
}
