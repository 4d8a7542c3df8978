import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../core/error/error.ts';
import type { ErrorCode } from '../../core/error/table.ts';
import type { LoadTotals } from '../load.ts';
import type { Committed, FromLoader, LoaderSetup, LoadRequest, ToLoader } from './messages.ts';

/** One load and how far it is. */
export interface LoadState {
  readonly id: string;
  readonly request: LoadRequest;
  readonly status: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  /** Wall clock, nanoseconds. */
  readonly asked: bigint;
  readonly ended: bigint | null;
  readonly totals: LoadTotals | null;
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly problems: readonly Problem[] } | null;
}

export interface Loads {
  /** Begins a load, or lets it wait for the one that runs. Returns its id. */
  readonly start: (request: LoadRequest) => LoadState;
  /** Stops a load after its current batch; what it committed stays. */
  readonly cancel: (id: string) => void;
  readonly get: (id: string) => LoadState | null;
  /** Newest first. */
  readonly list: () => readonly LoadState[];
}

export interface LoaderOptions {
  /** The built worker, `dist/loader-worker.mjs`. */
  readonly script: URL;
  readonly setup: LoaderSetup;
  readonly clock: () => bigint;
  readonly onCommit: (commit: Committed) => void;
  readonly onChange: (load: LoadState) => void;
  readonly onWarning: (source: string, message: string) => void;
  /** The thread died; nothing is loaded any more. */
  readonly onDeath: (error: unknown) => void;
}

export interface Loader extends Loads {
  /** Settles when the thread is ready to load. */
  readonly ready: Promise<void>;
  /** Ends after the current batch. */
  close(): Promise<void>;
}

/** Loads that ended and are still told of. */
const mostKept = 100;

/** The thread that loads: the only one that stores events. */
export function startLoader(options: LoaderOptions): Loader {
  const worker = new Worker(options.script, { workerData: options.setup });
  const loads = new Map<string, LoadState>();
  const send = (message: ToLoader) => worker.postMessage(message);
  const change = (id: string, changes: Partial<LoadState>) => {
    const before = loads.get(id);
    if (before === undefined) return;
    const after = { ...before, ...changes };
    loads.set(id, after);
    options.onChange(after);
  };
  let ended = false;
  const exit = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromLoader) => {
      if (message.kind === 'ready') resolve();
      else take(message, options, change);
    });
    worker.on('error', (error) => {
      reject(error);
      options.onDeath(error);
    });
    worker.on('exit', () => {
      reject(new Error('The loader ended.'));
      if (!ended) options.onDeath(new Error('The loader ended by itself.'));
    });
  });
  ready.catch(() => {});
  return {
    ready,
    start: (request) => {
      const load = newLoad(request, options.clock());
      loads.set(load.id, load);
      forgetOld(loads);
      send({ kind: 'start', id: load.id, request });
      options.onChange(load);
      return load;
    },
    cancel: (id) => send({ kind: 'cancel', id }),
    get: (id) => loads.get(id) ?? null,
    list: () => [...loads.values()].reverse(),
    close: async () => {
      ended = true;
      send({ kind: 'end' });
      await exit;
    },
  };
}

function newLoad(request: LoadRequest, asked: bigint): LoadState {
  const id = randomBytes(8).toString('hex');
  return { id, request, status: 'waiting', asked, ended: null, totals: null, error: null };
}

function take(
  message: Exclude<FromLoader, { kind: 'ready' }>,
  { clock, onCommit, onWarning }: LoaderOptions,
  change: (id: string, changes: Partial<LoadState>) => void,
): void {
  if (message.kind === 'committed') onCommit(message.commit);
  else if (message.kind === 'warning') onWarning(message.source, message.message);
  else if (message.kind === 'progress') change(message.id, { status: 'running', totals: message.totals });
  else if (message.kind === 'done')
    change(message.id, {
      status: message.cancelled ? 'cancelled' : 'done',
      ended: clock(),
      totals: message.totals,
    });
  else {
    const { code, message: text, problems } = message;
    change(message.id, { status: 'failed', ended: clock(), error: { code, message: text, problems } });
  }
}

function forgetOld(loads: Map<string, LoadState>): void {
  for (const [id, { ended }] of loads) {
    if (loads.size <= mostKept) return;
    if (ended !== null) loads.delete(id);
  }
}
