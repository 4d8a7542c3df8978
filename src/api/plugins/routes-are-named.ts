import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Why a route that is not of the contract is open to everyone. */
    open?: string;
  }
  interface FastifyInstance {
    /** Tags of all routes, which scopes of tokens name. */
    routeTags: ReadonlySet<string>;
  }
}

/** Lets no route in that nobody said who may call. Its own routes come before it is asked what tags there are. */
export function nameRoutes(app: FastifyInstance): void {
  const tags = new Set<string>();
  app.decorate('routeTags', tags);
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.contract === undefined && config?.open === undefined)
      throw new Error(`${method} ${url} does not say who may call it: give it a contract, or say why it is open.`);
    if (config.contract !== undefined) tags.add(config.contract.tag);
  });
}
