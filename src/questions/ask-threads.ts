import { Worker } from 'node:worker_threads';
import { KushiError } from '../core/error/error.ts';
import type { Failure, FromThread, ThreadSetup, ToThread } from './messages.ts';
import type { Ask, AskOptions, QuestionName } from './questions.ts';

export interface AskThreadsOptions {
  readonly threads: number;
  /** The built worker, `dist/question-worker.mjs`. */
  readonly script: URL;
  readonly setup: ThreadSetup;
  /** Most MB of a thread's own heap; a question that needs more fails, and its thread is replaced. */
  readonly heapMegabytes: number;
  /** Most questions that one thread works on; more are refused. */
  readonly mostAtOnce: number;
}

export interface AskThreads {
  readonly ask: Ask;
  /** Settles when a thread can answer. */
  readonly ready: Promise<void>;
  /** Questions being answered now. */
  readonly running: () => number;
  close(): Promise<void>;
}

interface Waiting {
  readonly options: AskOptions;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** Threads that answer questions; each goes to the one with least to do. One that dies is replaced. */
export function askThreads(options: AskThreadsOptions): AskThreads {
  let closing = false;
  let next = 1;
  let isReady: () => void;
  let neverReady: (error: unknown) => void;
  const ready = new Promise<void>((resolve, reject) => {
    isReady = resolve;
    neverReady = reject;
  });
  ready.catch(() => {});
  const start = (): Thread => {
    const thread = startThread(options);
    thread.worker.on('message', (message: FromThread) => {
      if (message.kind === 'ready') isReady();
      else settle(thread, message);
    });
    thread.worker.on('error', (error) => {
      neverReady(error);
      failAll(thread, error);
    });
    thread.worker.on('exit', () => {
      failAll(thread, new Error('The thread ended.'));
      const place = threads.indexOf(thread);
      if (!closing && place >= 0) threads[place] = start();
    });
    return thread;
  };
  const threads: Thread[] = [];
  for (let count = 0; count < options.threads; count++) threads.push(start());

  const ask = (name: QuestionName, input: unknown, asked: AskOptions = {}) =>
    new Promise((resolve, reject) => {
      if (asked.signal?.aborted) return reject(new KushiError('INTERRUPTED', 'The question was taken back.'));
      const idlest = threads.reduce((least, one) => (one.waiting.size < least.waiting.size ? one : least));
      const { worker, waiting } = threads.find(({ worker: { threadId } }) => threadId === asked.thread) ?? idlest;
      if (waiting.size >= options.mostAtOnce)
        return reject(new KushiError('OVERLOADED', 'Too many questions are being answered. Try again in a moment.'));
      const id = next++;
      const abort = () => worker.postMessage({ kind: 'abort', id } satisfies ToThread);
      const settled =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          asked.signal?.removeEventListener('abort', abort);
          then(value);
        };
      asked.signal?.addEventListener('abort', abort);
      waiting.set(id, { options: asked, resolve: settled(resolve), reject: settled(reject) });
      worker.postMessage({ kind: 'ask', id, name, input } satisfies ToThread);
    });
  return {
    ask: ask as Ask,
    ready,
    running: () => threads.reduce((sum, { waiting }) => sum + waiting.size, 0),
    close: async () => {
      closing = true;
      await Promise.all(threads.map(endThread));
    },
  };
}

function startThread({ script, setup, heapMegabytes }: AskThreadsOptions): Thread {
  const worker = new Worker(script, {
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  return { worker, waiting: new Map() };
}

function settle({ worker, waiting }: Thread, message: Exclude<FromThread, { kind: 'ready' }>): void {
  const { id } = message;
  const one = waiting.get(id);
  if (one === undefined) return;
  if (message.kind === 'part') {
    const taken = Promise.resolve(one.options.onPart?.(message.value));
    void taken.finally(() => worker.postMessage({ kind: 'taken', id } satisfies ToThread));
  } else if (message.kind === 'progress') one.options.onProgress?.(message.done, message.total);
  else {
    waiting.delete(id);
    if (message.kind === 'answer') one.resolve(message.value as never);
    else one.reject(errorOf(message.failure));
  }
}

function errorOf({ code, message, problems, location }: Failure): KushiError {
  return new KushiError(code, message, { problems, ...(location === undefined ? {} : { location }) });
}

/** What a thread was asked fails when it dies: of too much memory most likely. */
function failAll({ waiting }: Thread, cause: unknown): void {
  const message = 'The thread that worked on this question died. Ask for less at once: a shorter range, fewer fields.';
  for (const { reject } of waiting.values()) reject(new KushiError('QUESTION_TOO_LARGE', message, { cause }));
  waiting.clear();
}

async function endThread({ worker }: Thread): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.postMessage({ kind: 'end' } satisfies ToThread);
  const late = setTimeout(() => void worker.terminate(), 5000);
  await ended;
  clearTimeout(late);
}
