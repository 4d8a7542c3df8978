import { parentPort, workerData } from 'node:worker_threads';
import { KushiError } from '../core/error/error.ts';
import { openSource } from '../sources/open-source.ts';
import type { Assignment, Readers } from './load.ts';
import { openLocalReaders } from './open-local-readers.ts';
import { receiveContent } from './shared-content.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts';

/** Decoded bytes that are told together: a message costs as much as reading some records. */
const toldBytes = 8 << 20;

/** A thread that reads: it asks for objects one by one and waits for the commit of each batch it wrote. */
async function main(setup: WorkerSetup): Promise<void> {
  if (parentPort === null) throw new KushiError('INTERNAL', 'A worker was started as a program.');
  const port = parentPort;
  const abort = new AbortController();
  const answers: ((message: ToWorker) => void)[] = [];
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'abort') abort.abort();
    else answers.shift()?.(message);
  });
  let untold = 0;
  const tellBytes = () => {
    if (untold > 0) port.postMessage({ kind: 'bytes', bytes: untold } satisfies FromWorker);
    untold = 0;
  };
  const tell = (message: FromWorker) => {
    tellBytes();
    port.postMessage(message);
  };
  const ask = (message: FromWorker) =>
    new Promise<ToWorker>((resolve) => {
      answers.push(resolve);
      tell(message);
    });
  const sources = await Promise.all(setup.sources.map(({ location, settings }) => openSource(location, settings)));
  const { config } = setup;
  const open = { content: receiveContent(setup.content) };
  const local = await openLocalReaders({ config, sources, signal: abort.signal, open });
  const handlers: Parameters<Readers['run']>[1] = {
    commit: async (batch) => {
      await ask({ kind: 'commit', batch });
    },
    settle: async (settled) => tell({ kind: 'settle', settled }),
    onBytes: (bytes) => {
      untold += bytes;
      if (untold >= toldBytes) tellBytes();
    },
  };
  await local.readers.run(assignments(ask), handlers);
  await local.close();
  await Promise.all(sources.map((source) => source.close()));
  port.close();
}

async function* assignments(ask: (message: FromWorker) => Promise<ToWorker>): AsyncIterable<Assignment> {
  for (;;) {
    const answer = await ask({ kind: 'want' });
    if (answer.kind !== 'assignment') return;
    yield answer.assignment;
  }
}

try {
  await main(workerData as WorkerSetup);
} catch (error) {
  if (!(error instanceof KushiError)) throw error;
  const { code, message } = error;
  parentPort?.postMessage({ kind: 'failed', code, message } satisfies FromWorker);
}
