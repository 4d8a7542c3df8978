import type { FastifyInstance } from 'fastify';
import { KushiError } from '../../core/error/error.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { version } from '../../pipeline/version.ts';
import { systemRoutes } from '../contract/system.ts';
import { implement, implementStream } from '../implement.ts';
import type { LiveEvent } from '../live.ts';
import type { Service } from '../service.ts';

export function serveSystem(app: FastifyInstance, { status, metrics, live, clock }: Service): void {
  const open = 'says nothing that the source does not';
  app.get('/api/openapi.json', { schema: { hide: true }, config: { open } }, async () => app.swagger());
  implement(app, systemRoutes.health, async () => ({ status: status(), version }));
  implement(app, systemRoutes.ready, async () => {
    const now = status();
    if (now !== 'ok') throw new KushiError('NOT_READY', `The server is ${now}.`);
    return { status: now, version };
  });
  implement(app, systemRoutes.metrics, async () => metrics.registry.metrics());
  implementStream(app, systemRoutes.live, async ({ signal }) => {
    const hello: LiveEvent = { kind: 'hello', at: formatTime(clock()) };
    return (async function* () {
      yield hello;
      yield* live.follow(signal);
    })();
  });
}
