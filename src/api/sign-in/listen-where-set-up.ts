import type { FastifyInstance } from 'fastify';
import type { Setup } from './setup.ts';
import { isLoopbackHost } from './site.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Told of the new URL when the old one stops to answer. */
  readonly onMove?: (url: string) => void;
}

/**
 * Listens where it is told to, and on loopback alone until there is an administrator: nobody else gets there first.
 * Gives the URL it listens on now.
 */
export async function listenWhereSetUp(app: FastifyInstance, setup: Setup, where: Listening): Promise<string> {
  const { host, port } = where;
  if (setup.isDone() || isLoopbackHost(inUrl(host))) return app.listen({ host, port });
  const url = await app.listen({ host: '127.0.0.1', port });
  void setup.whenDone.then(() => listenElsewhere(app, { ...where, port: Number(new URL(url).port) }));
  return url;
}

/** Open connections stay; only where new ones come from changes. */
function listenElsewhere(app: FastifyInstance, { host, port, onMove }: Listening): void {
  const { server, log } = app;
  if (!server.listening) return;
  server.once('error', (error) => log.error({ err: error }, `could not listen on ${host}; start the server anew`));
  server.close();
  server.listen({ host, port }, () => {
    log.info({ host, port }, 'set up: listening for everyone');
    if (!isEverywhere(host)) onMove?.(`http://${inUrl(host)}:${port}`);
  });
}

/** All addresses: loopback is one of them. */
function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
