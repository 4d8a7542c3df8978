import type { FastifyInstance } from 'fastify';
import { ruleRoutes } from '../contract/rules.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';

export function serveRules(app: FastifyInstance, { ask }: Service): void {
  implement(app, ruleRoutes.list, async ({ signal }) => ask('rules.list', null, { signal }));
  implement(app, ruleRoutes.one, async ({ params, signal }) => ask('rules.one', params, { signal }));
}
