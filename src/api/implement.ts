import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formatJson, jsonLine } from '../core/json/json-line.ts';
import { authorize, type Caller } from './caller.ts';
import { type AnyRoute, errorBody, type Route } from './contract/route.ts';
import { lastPart } from './errors.ts';
import { begun } from './parts.ts';

/** A request as handlers see it: every part has the shape that the contract gives it. */
export interface Asked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  /** Who asks; null on public routes when nobody is signed in. */
  readonly caller: Caller | null;
  /** Aborts when the client goes away, may not ask any more, or the server stops. */
  readonly signal: AbortSignal;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, Answer> = (
  asked: Asked<P, Q, B>,
) => Promise<Answer>;

/** An answer is read and never changed, so what cannot be changed will do. */
type Unchanged<T> = unknown extends T ? T : { readonly [K in keyof T]: Unchanged<T[K]> };

/** Serves a route of the contract whose answer is one document, or plain text. */
export function implement<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: FastifyInstance,
  route: Route<P, Q, B, R>,
  handler: Handler<P, Q, B, Unchanged<z.input<R>>>,
): void {
  serve(app, route, async (asked) => {
    const answer = await handler(asked as Asked<P, Q, B>);
    if (route.stream === 'text' && !asked.reply.hasHeader('content-type'))
      void asked.reply.type('text/plain; charset=utf-8');
    return answer;
  });
}

/** Serves a route whose answer comes in parts, as server-sent events or as lines of JSON. */
export function implementStream<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: FastifyInstance,
  route: Route<P, Q, B, R>,
  handler: Handler<P, Q, B, AsyncIterable<Unchanged<z.input<R>>>>,
): void {
  const isEvents = route.stream === 'events';
  const format = isEvents ? (part: unknown) => `data: ${formatJson(part)}\n\n` : jsonLine;
  serve(app, route, async (asked) => {
    const whole: AsyncIterable<unknown> = await handler(asked as Asked<P, Q, B>);
    const parts = await begun(whole, (error) => lastPart(error, asked.request));
    void asked.reply.type(isEvents ? 'text/event-stream' : 'application/x-ndjson');
    void asked.reply.header('cache-control', 'no-store');
    return Readable.from(isEvents ? withHeartbeats(parts, format) : lines(parts, format), { objectMode: false });
  });
}

function serve(
  app: FastifyInstance,
  route: AnyRoute,
  handler: Handler<z.ZodType, z.ZodType, z.ZodType, unknown>,
): void {
  app.route({
    method: route.method,
    url: route.path,
    config: { contract: route },
    schema: {
      ...given('params', route.params),
      ...given('querystring', route.query),
      ...given('body', route.body),
      response: { 200: answerSchema(route), '4xx': errorBody, '5xx': errorBody },
      summary: route.summary,
      tags: [route.tag],
    },
    onRequest: async (request) => authorize(route, request.caller),
    handler: async (request, reply) => {
      const { params, query, body, caller } = request;
      return handler({ params, query, body, caller, signal: signalOf(request, reply, route), request, reply });
    },
  });
}

function given(name: string, schema: z.ZodType): Record<string, z.ZodType> {
  return schema instanceof z.ZodUndefined ? {} : { [name]: schema };
}

const contentTypes = { events: 'text/event-stream', lines: 'application/x-ndjson', text: 'text/plain' } as const;

function answerSchema({ response, stream, types }: AnyRoute): unknown {
  if (stream === undefined) return response;
  const content = (types ?? [contentTypes[stream]]).map((type) => [type, { schema: response }]);
  return { description: 'Part by part', content: Object.fromEntries(content) };
}

/** How often it is asked whether somebody who follows a stream may still see it. */
const askAgainMs = 5_000;

/** Aborts when the client is gone and, in a stream, when who asked is signed out, disabled, or has another role. */
function signalOf(request: FastifyRequest, reply: FastifyReply, { stream }: AnyRoute): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const { socket } = request.raw;
  socket.once('close', abort);
  const isStill = stream === undefined ? null : request.isStillSignedIn;
  const ask = async () => ((await isStill?.()) === false ? abort() : undefined);
  const timer = isStill === null ? undefined : setInterval(() => void ask().catch(abort), askAgainMs).unref();
  reply.raw.once('close', () => {
    clearInterval(timer);
    socket.off('close', abort);
    if (!reply.raw.writableFinished) abort();
  });
  return controller.signal;
}

async function* lines(parts: AsyncIterable<unknown>, format: (part: unknown) => string): AsyncIterable<string> {
  for await (const part of parts) yield format(part);
}

/** Proxies close streams that are silent for a minute. */
const heartbeatMs = 15_000;

/** A comment now and then keeps the stream open, and tells the server when the client is gone. */
async function* withHeartbeats(
  parts: AsyncIterable<unknown>,
  format: (part: unknown) => string,
): AsyncIterable<string> {
  const iterator = parts[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const beat = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), heartbeatMs);
      });
      const result = await Promise.race([next, beat]);
      clearTimeout(timer);
      if (result === null) {
        yield ': still here\n\n';
        continue;
      }
      if (result.done) return;
      yield format(result.value);
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}
