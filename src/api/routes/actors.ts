import type { FastifyInstance } from 'fastify';
import { actorRoutes } from '../contract/actors.ts';
import { implement, implementStream } from '../implement.ts';
import { askInParts, partsOf } from '../parts.ts';
import type { Service } from '../service.ts';

export function serveActors(app: FastifyInstance, { ask }: Service): void {
  implementStream(app, actorRoutes.timeline, async ({ params, query, signal }) =>
    partsOf(askInParts(ask, 'actor.timeline', { ...params, ...query }, signal)),
  );
  implement(app, actorRoutes.card, async ({ params, signal }) => ask('entity.card', params, { signal }));
}
