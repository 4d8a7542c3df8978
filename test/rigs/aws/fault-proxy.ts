import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What goes wrong with a request. Several may apply to one fault: a delay, then an error. */
export interface Fault {
  /** Which requests; all when absent. */
  readonly when?: (request: IncomingMessage) => boolean;
  /** How many of them. */
  readonly times: number;
  /** Answer with this status and AWS error code instead of asking the server. */
  readonly status?: number;
  readonly code?: string;
  /** Close the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  readonly delayMs?: number;
}

/** A request that came through. */
export interface Passed {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly fault: Fault | undefined;
}

export interface FaultProxy {
  readonly endpoint: string;
  readonly passed: readonly Passed[];
  /** Adds a fault; the first that fits a request and has times left is used. */
  fail(fault: Fault): void;
  stop(): Promise<void>;
}

/** Stands between a client and the rig and lets requests through, but for those that a fault fits. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const faults: { fault: Fault; left: number }[] = [];
  const passed: Passed[] = [];
  const server = createServer((incoming, outgoing) => {
    const used = faults.find(({ fault, left }) => left > 0 && (fault.when?.(incoming) ?? true));
    if (used) used.left--;
    passed.push({
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      fault: used?.fault,
    });
    void answer({ incoming, outgoing, target: new URL(target), fault: used?.fault });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    fail: (fault) => faults.push({ fault, left: fault.times }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly target: URL;
  readonly fault: Fault | undefined;
}

async function answer(exchange: Exchange): Promise<void> {
  const { incoming, outgoing, target, fault } = exchange;
  if (fault?.delayMs !== undefined) await delay(fault.delayMs);
  if (fault?.status !== undefined) return refuse(exchange);
  const { method, url: path, headers } = incoming;
  const upstream = request({ host: target.hostname, port: target.port, method, path, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    if (fault?.cutAfter === undefined) response.pipe(outgoing);
    else cut(response, outgoing, fault.cutAfter);
  });
  upstream.on('error', () => outgoing.destroy());
  incoming.pipe(upstream);
}

/** Errors in the service's own language: SQS, EventBridge and KMS speak JSON, S3, SNS and STS XML. */
function refuse({ incoming, outgoing, fault }: Exchange): void {
  const isJson = incoming.headers['x-amz-target'] !== undefined;
  const code = fault?.code ?? 'InternalError';
  const body = isJson
    ? JSON.stringify({ __type: `com.amazonaws#${code}`, message: 'injected' })
    : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>injected</Message></Error>`;
  incoming.resume();
  outgoing.writeHead(fault?.status ?? 500, {
    'content-type': isJson ? 'application/x-amz-json-1.0' : 'application/xml',
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

/** The Content-Length promises more: the client sees a connection that was lost. */
function cut(response: IncomingMessage, outgoing: ServerResponse, bytes: number): void {
  let left = bytes;
  response.on('data', (piece: Uint8Array) => {
    if (left < 0) return;
    outgoing.write(piece.subarray(0, left));
    left -= piece.length;
    if (left <= 0) {
      left = -1;
      // The client gets what was written before it sees the end of the connection.
      outgoing.socket?.end();
      response.destroy();
    }
  });
}
