import type { z } from 'zod';
import { KushiError } from '../../core/error/error.ts';
import { type ErrorCode, errorTable } from '../../core/error/table.ts';
import { errorBody, type Route } from './route.ts';
import { eventParts, lineParts } from './stream-parts.ts';

export interface ClientOptions {
  /** Where the server is, without a slash at the end; '' for the page's own. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** More headers of each request, such as a token. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

type Part<Name extends string, T extends z.ZodType> = T extends z.ZodUndefined
  ? { readonly [K in Name]?: undefined }
  : Record<never, never> extends z.input<T>
    ? { readonly [K in Name]?: z.input<T> }
    : { readonly [K in Name]: z.input<T> };

/** What a route wants of its caller; parts that it takes nothing in may be left out. */
export type Sent<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<'params', P> &
  Part<'query', Q> &
  Part<'body', B> & { readonly signal?: AbortSignal | undefined };

type Arguments<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> =
  Record<never, never> extends Sent<P, Q, B> ? [sent?: Sent<P, Q, B>] : [sent: Sent<P, Q, B>];

/** Calls routes by their definitions. Fails with the server's KushiError; SERVER_UNREACHABLE when there is no answer. */
export interface Client {
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Route<P, Q, B, R>,
    ...sent: Arguments<P, Q, B>
  ): Promise<z.output<R>>;
  /** The parts of a route that streams, as they come. Reading no further closes the request, which stops the work. */
  stream<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Route<P, Q, B, R>,
    ...sent: Arguments<P, Q, B>
  ): AsyncGenerator<z.output<R>>;
  /** Where a route is, for links and downloads. */
  address<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    route: Route<P, Q, B, R>,
    ...sent: Arguments<P, Q, B>
  ): string;
}

interface AnySent {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export function createClient(options: ClientOptions): Client {
  return {
    call: async (route, ...[sent]) => {
      const response = await answered(options, route, sent ?? {});
      return (await reading(sent, () => (route.stream === 'text' ? response.text() : response.json()))) as never;
    },
    stream: (route, ...[sent]) => streamed(options, route, sent ?? {}) as never,
    address: (route, ...[sent]) => options.baseUrl + addressOf(route, sent ?? {}),
  };
}

async function* streamed(options: ClientOptions, route: Route, sent: AnySent): AsyncGenerator<unknown> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  sent.signal?.addEventListener('abort', abort);
  try {
    if (sent.signal?.aborted) abort();
    const { body } = await answered(options, route, { ...sent, signal: stop.signal });
    if (body === null) return;
    const parts = (route.stream === 'events' ? eventParts(body) : lineParts(body))[Symbol.asyncIterator]();
    for (;;) {
      const next = await reading(sent, () => parts.next());
      if (next.done) return;
      const failed = errorBody.safeParse(next.value);
      if (failed.success) throw errorOf(failed.data);
      yield next.value;
    }
  } finally {
    sent.signal?.removeEventListener('abort', abort);
    stop.abort();
  }
}

async function answered(options: ClientOptions, route: Route, sent: AnySent): Promise<Response> {
  const { baseUrl, headers = () => ({}) } = options;
  const response = await reading(sent, () =>
    options.fetch(baseUrl + addressOf(route, sent), {
      method: route.method,
      headers: { ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }), ...headers() },
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
      signal: sent.signal ?? null,
      credentials: 'same-origin',
    }),
  );
  if (response.ok) return response;
  const failed = errorBody.safeParse(await response.json().catch(() => null));
  if (failed.success) throw errorOf(failed.data);
  throw new KushiError('SERVER_UNREACHABLE', `The server answered ${response.status}, which is none of its answers.`);
}

/** Tells apart that the caller stopped and that the connection failed. */
async function reading<T>({ signal }: AnySent = {}, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (signal?.aborted) throw new KushiError('INTERRUPTED', 'The request was stopped.', { cause });
    throw new KushiError('SERVER_UNREACHABLE', 'The server does not answer. Is it running?', { cause });
  }
}

function addressOf({ path }: Route, { params = {}, query = {} }: AnySent): string {
  const given = params as Readonly<Record<string, unknown>>;
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(given[name])));
  const asked = Object.entries(query as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const search = new URLSearchParams(asked.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

function errorOf({ error }: z.output<typeof errorBody>): KushiError {
  const { code, message, problems = [], column } = error;
  return new KushiError(knownCode(code), message, {
    ...(column === undefined ? {} : { location: { column } }),
    problems: problems.map((problem) => ({
      code: knownCode(problem.code),
      message: problem.message,
      location: {
        ...(problem.path === undefined ? {} : { file: problem.path }),
        ...(problem.column === undefined ? {} : { column: problem.column }),
      },
      severity: 'error' as const,
    })),
  });
}

/** A newer server may have codes that this client does not know. */
function knownCode(code: string): ErrorCode {
  return Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'INTERNAL';
}
