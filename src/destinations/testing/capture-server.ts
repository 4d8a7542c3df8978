import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { certificate } from './certificate.ts';

export interface Captured {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a captured request is answered with. */
export type Reply = (response: ServerResponse, request: Captured) => void;

export const takeIt: Reply = (response) => response.end('ok');

export interface CaptureServer {
  readonly url: string;
  readonly captured: Captured[];
  /** How all requests from now on are answered. */
  reply(next: Reply): void;
  /** Waits for the n-th request. */
  request(n: number): Promise<Captured>;
  stop(): Promise<void>;
}

export interface CaptureOptions {
  /** By https, with a certificate that only tests trust. */
  readonly secure?: boolean;
}

/** A real HTTP server that keeps what it is sent. */
export async function startCaptureServer(
  host = '127.0.0.1',
  { secure = false }: CaptureOptions = {},
): Promise<CaptureServer> {
  const captured: Captured[] = [];
  const waiting: { readonly n: number; readonly take: (request: Captured) => void }[] = [];
  let reply = takeIt;
  const listener: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('error', () => {});
    request.on('end', () => {
      const { url = '', method = '', headers } = request;
      const one = { path: url, method, headers, body: Buffer.concat(pieces).toString(), at: Date.now() };
      captured.push(one);
      for (const { n, take } of waiting) if (n === captured.length) take(one);
      reply(response, one);
    });
  };
  const server = secure ? createSecureServer(certificate, listener) : createServer(listener);
  const stop = await listen(server, host);
  return {
    url: `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    captured,
    reply: (next) => {
      reply = next;
    },
    request: (n) =>
      captured.length >= n
        ? Promise.resolve(captured[n - 1])
        : new Promise((take) => {
            waiting.push({ n, take });
          }),
    stop,
  };
}

/** Listens on a free port; the returned function also ends connections that hang. */
async function listen(server: Server, host: string): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  await new Promise<void>((done, reject) => {
    server.once('error', reject);
    server.listen(0, host, done);
  });
  return () =>
    new Promise((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
}
