import { Worker } from 'node:worker_threads';
import { KushiError } from '../core/error/error.ts';
import type { Assignment, Readers } from './load.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts';

type Handlers = Parameters<Readers['run']>[1];

export interface ThreadReadersOptions {
  readonly threads: number;
  /** The built worker, `dist/worker.mjs`. */
  readonly script: URL;
  readonly setup: WorkerSetup;
  readonly signal: AbortSignal;
}

/**
 * Reads in several threads, no more than there are objects. Each asks for the next object when it is ready for one, so
 * none runs ahead; commits are made one after the other in this thread, and a worker goes on when its own is made.
 */
export function threadReaders({ threads, script, setup, signal }: ThreadReadersOptions): Readers {
  return {
    async run(assignments, handlers) {
      const { first, next } = await takeFirst(assignments, threads);
      let turn: Promise<unknown> = Promise.resolve();
      const oneAtATime = <T>(run: () => Promise<T>): Promise<T> => {
        const result = turn.then(run);
        turn = result.catch(() => {});
        return result;
      };
      const context = { script, setup, signal, next, oneAtATime, handlers };
      await Promise.all(Array.from({ length: first }, () => runWorker(context)));
    },
  };
}

/** Waits for as many assignments as `most`, or all: how many they are, and what gives them and those behind them. */
async function takeFirst(assignments: AsyncIterable<Assignment>, most: number) {
  const iterator = assignments[Symbol.asyncIterator]();
  const taken: IteratorResult<Assignment>[] = [];
  while (taken.length < most) {
    const one = await iterator.next();
    if (one.done) break;
    taken.push(one);
  }
  return { first: taken.length, next: async () => taken.shift() ?? iterator.next() };
}

interface WorkerContext {
  readonly script: URL;
  readonly setup: WorkerSetup;
  readonly signal: AbortSignal;
  readonly next: () => Promise<IteratorResult<Assignment>>;
  readonly oneAtATime: <T>(run: () => Promise<T>) => Promise<T>;
  readonly handlers: Handlers;
}

function runWorker(context: WorkerContext): Promise<void> {
  const worker = new Worker(context.script, { workerData: context.setup });
  const send = (message: ToWorker) => worker.postMessage(message);
  const abort = () => send({ kind: 'abort' });
  context.signal.addEventListener('abort', abort);
  return new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error);
      void worker.terminate();
    };
    worker.on('error', fail);
    worker.on('exit', () => resolve());
    worker.on('message', (message: FromWorker) => {
      answer(message, context, send).catch(fail);
    });
  }).finally(() => context.signal.removeEventListener('abort', abort));
}

async function answer(
  message: FromWorker,
  { next, oneAtATime, handlers }: WorkerContext,
  send: (message: ToWorker) => void,
): Promise<void> {
  if (message.kind === 'want') {
    const { done, value } = await oneAtATime(next);
    send(done ? { kind: 'end' } : { kind: 'assignment', assignment: value });
  } else if (message.kind === 'commit') {
    await oneAtATime(() => handlers.commit(message.batch));
    send({ kind: 'committed' });
  } else if (message.kind === 'settle') await oneAtATime(() => handlers.settle(message.settled));
  else if (message.kind === 'bytes') handlers.onBytes(message.bytes);
  else throw new KushiError(message.code, message.message);
}
