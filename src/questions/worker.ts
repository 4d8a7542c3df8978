import { parentPort, workerData } from 'node:worker_threads';
import { KushiError } from '../core/error/error.ts';
import { clock } from '../pipeline/clock.ts';
import { loadContent } from '../pipeline/content.ts';
import { openEngine } from '../pipeline/open-engine.ts';
import { packageRoot } from '../pipeline/package-root.ts';
import { openState } from '../state/open-state.ts';
import { cachedSnapshots } from './cached-snapshots.ts';
import { keptValues } from './completion/kept-values.ts';
import { createGate, type Gate } from './gate.ts';
import type { Failure, FromThread, ThreadSetup, ToThread } from './messages.ts';
import { type PartFlow, partFlow } from './part-flow.ts';
import type { Question } from './question.ts';
import { light, questions } from './questions.ts';

/** A thread that answers questions over the data folder, several at once: most of their time is DuckDB's. */
const port = parentPort!;
const { config, memoryLimit } = workerData as ThreadSetup;
const content = loadContent({ config, root: packageRoot() });
const state = await openState(config.data, { write: false });
const engine = openEngine(config, content, { memoryLimit });
const snapshots = cachedSnapshots(state.db);
/** Each of several searches at once takes tens of megabytes of DuckDB's; more than these would find no room. */
const searches = createGate(4);
/** An export waits for its reader, who may be slow; searches do not wait for that. */
const exports = createGate(2);
const through: Gate = (_, work) => work();
const running = new Map<number, { readonly controller: AbortController; readonly flow: PartFlow }>();
const send = (message: FromThread) => port.postMessage(message);

port.on('message', (message: ToThread) => {
  if (message.kind === 'ask') void answer(message);
  else if (message.kind === 'abort') running.get(message.id)?.controller.abort();
  else if (message.kind === 'taken') running.get(message.id)?.flow.taken();
  else void end();
});
send({ kind: 'ready' });
/** Values that are typed and pointed at are collected before anybody does, once the server has started. */
const collecting = setTimeout(() => void collect().catch(() => {}), 2000);

async function collect(): Promise<void> {
  await keptValues(engine).entities.update(await snapshots());
}

async function answer({ id, name, input }: Extract<ToThread, { kind: 'ask' }>): Promise<void> {
  const controller = new AbortController();
  const flow = partFlow((value) => send({ kind: 'part', id, value }), controller.signal);
  running.set(id, { controller, flow });
  try {
    const question = questions[name] as Question<unknown, unknown, unknown>;
    const gate = light.has(name) ? through : name === 'search.export' ? exports : searches;
    const value = await gate(controller.signal, async () =>
      question(input, {
        config,
        content,
        engine,
        db: state.db,
        snapshot: await snapshots(),
        now: clock(),
        signal: controller.signal,
        part: flow.send,
        progress: (done, total) => send({ kind: 'progress', id, done, total }),
      }),
    );
    send({ kind: 'answer', id, value });
  } catch (error) {
    send({ kind: 'fail', id, failure: controller.signal.aborted ? interrupted : failureOf(error) });
  } finally {
    running.delete(id);
  }
}

const interrupted: Failure = {
  code: 'INTERRUPTED',
  message: 'The question was taken back.',
  problems: [],
  location: undefined,
};

function failureOf(error: unknown): Failure {
  if (error instanceof KushiError) {
    const { code, message, problems, location } = error;
    return { code, message, problems, location };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'INTERNAL', message, problems: [], location: undefined };
}

async function end(): Promise<void> {
  clearTimeout(collecting);
  for (const { controller } of running.values()) controller.abort();
  await engine.close();
  await state.close();
  port.close();
}
