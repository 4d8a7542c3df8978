import type { FastifyInstance } from 'fastify';
import { eventRoutes } from '../contract/event.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';

export function serveEvent(app: FastifyInstance, { ask }: Service): void {
  implement(app, eventRoutes.find, async ({ params, signal }) => ask('event.find', params, { signal }));
  implement(app, eventRoutes.open, async ({ params, signal }) => ask('event.open', params, { signal }));
  implement(app, eventRoutes.raw, async ({ params, query, signal }) =>
    ask('event.raw', { ...params, ...query }, { signal }),
  );
  implement(app, eventRoutes.around, async ({ params, query, signal }) =>
    ask('event.around', { ...params, ...query }, { signal }),
  );
  implement(app, eventRoutes.explain, async ({ params, signal }) => ask('rule.explain', params, { signal }));
}
