import type { z } from 'zod';
import type { LoadBody, loadRoutes } from '../api/contract/loads.ts';
import { errorBody } from '../api/contract/route.ts';
import { readServerFile, type ServerFile } from '../api/server-file.ts';
import { KushiError } from '../core/error/error.ts';
import { type ErrorCode, errorTable } from '../core/error/table.ts';

/** The server that holds a data folder, as its owner's command line uses it. */
export interface RunningServer {
  /** Begins a load and follows it to its end; a signal stops it after its current batch. */
  load(
    request: z.input<typeof loadRoutes.start.body>,
    options: { readonly signal: AbortSignal; readonly onProgress: (load: LoadBody) => void },
  ): Promise<LoadBody>;
}

/** Null when no server runs on the folder, or it does not answer. */
export async function runningServer(folder: string): Promise<RunningServer | null> {
  const server = readServerFile(folder);
  if (server === null) return null;
  const call = caller(server);
  try {
    await call('/healthz');
  } catch {
    return null;
  }
  return { load: (request, options) => load(call, request, options) };
}

type Call = (path: string, body?: unknown) => Promise<Response>;

function caller({ url, token }: ServerFile): Call {
  return async (path, body) => {
    const response = await fetch(new URL(path, url), {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await toError(response);
    return response;
  };
}

async function toError(response: Response): Promise<KushiError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new KushiError('INTERNAL', `The server answered ${response.status}.`);
  const { code, message } = parsed.data.error;
  return new KushiError(isCode(code) ? code : 'INTERNAL', message);
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

async function load(
  call: Call,
  ...[request, { signal, onProgress }]: Parameters<RunningServer['load']>
): Promise<LoadBody> {
  const started = (await (await call('/api/loads', request)).json()) as LoadBody;
  const cancel = () => void call(`/api/loads/${started.id}/cancel`, {}).catch(() => {});
  signal.addEventListener('abort', cancel);
  let last = started;
  try {
    const { body } = await call(`/api/loads/${started.id}/progress`);
    for await (const line of linesOf(body!)) {
      last = JSON.parse(line) as LoadBody;
      onProgress(last);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  return requireEnded(last);
}

function requireEnded(load: LoadBody): LoadBody {
  if (load.error !== null) {
    const problems = load.error.problems.map(({ message, location }) => `${location} ${message}`.trim());
    throw new KushiError(
      isCode(load.error.code) ? load.error.code : 'INTERNAL',
      [load.error.message, ...problems].join('\n'),
    );
  }
  if (load.ended === null) throw new KushiError('INTERRUPTED', 'The server ended before the load did.');
  return load;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
