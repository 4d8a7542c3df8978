import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config/schema.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { clock } from '../pipeline/clock.ts';
import { type Loader, startLoader } from '../pipeline/loader/loader.ts';
import type { Committed } from '../pipeline/loader/messages.ts';
import { type AskThreads, askThreads } from '../questions/ask-threads.ts';
import { countSegments } from '../state/catalog.ts';
import { openState } from '../state/open-state.ts';
import { createLive, type Live } from './live.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { startNotifying } from './notifying.ts';
import type { Service } from './service.ts';

/** All that a server does but for HTTP: the state, the threads, and who is told of what they do. */
export interface Works {
  readonly service: Service;
  /** Settles when questions can be answered. */
  readonly ready: Promise<void>;
  /** Rejects when it cannot go on. */
  readonly died: Promise<never>;
  /** No more is begun: the status is `stopping`, and what waits to be told is left for the next start. */
  readonly stop: () => void;
  /** Ends the threads after the current batch, then the state. */
  readonly end: () => Promise<void>;
}

/** Most questions a thread works on at once. */
const questionsAtOnce = 32;

/** Takes the data folder and starts its threads. Fails with DATA_FOLDER_IN_USE. */
export async function startWorks(config: Config, log: FastifyBaseLogger): Promise<Works> {
  const state = await openState(config.data, { write: true, patient: true });
  const { db } = state;
  const ending = new AbortController();
  let status: 'starting' | 'ok' | 'stopping' = 'starting';
  const live = createLive();
  const threads = startQuestions(config);
  const { ask, running: questions } = threads;
  const metrics = createMetrics({ questions, followers: live.followers, segments: () => countSegments(db) });
  const death = deferred();
  const notifier = await startNotifying({
    config,
    db,
    ask,
    clock,
    signal: ending.signal,
    onChange: () => live.tell({ kind: 'deliveries', at: formatTime(clock()) }),
    onOutcome: (destination, outcome) => metrics.deliveries.inc({ destination, status: outcome }),
    onProblem: ({ what, destination, error }) => log.warn({ err: error, what, destination }, 'not told'),
  });
  const loads = startLoading(config, {
    live,
    metrics,
    fail: death.reject,
    warn: (about, text) => log.warn(about, text),
    onCommit: notifier.wake,
  });
  const ready = Promise.all([threads.ready, loads.ready]).then(() => {
    if (status === 'starting') status = 'ok';
  });
  ready.catch(death.reject);
  return {
    service: { config, db, ask, live, metrics, loads, notifier, status: () => status, clock },
    ready,
    died: death.promise,
    stop: () => {
      status = 'stopping';
      ending.abort();
    },
    end: async () => {
      await Promise.all([notifier.ended, loads.close()]);
      await threads.close();
      await state.close();
    },
  };
}

/** A promise that only ever fails. */
function deferred(): { readonly promise: Promise<never>; readonly reject: (error: unknown) => void } {
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  promise.catch(() => {});
  return { promise, reject };
}

function startQuestions(config: Config): AskThreads {
  const { question_threads: count, question_memory_mib: megabytes } = config.server;
  return askThreads({
    threads: count,
    script: new URL('./question-worker.mjs', import.meta.url),
    setup: { config, memoryLimit: `${megabytes}MiB` },
    heapMegabytes: megabytes,
    mostAtOnce: questionsAtOnce,
  });
}

interface Watching {
  readonly live: Live;
  readonly metrics: Metrics;
  readonly fail: (error: unknown) => void;
  readonly warn: (about: object, text: string) => void;
  readonly onCommit: () => void;
}

function startLoading(config: Config, { live, metrics, fail, warn, onCommit }: Watching): Loader {
  return startLoader({
    script: new URL('./loader-worker.mjs', import.meta.url),
    setup: { config },
    clock,
    onCommit: (commit) => {
      onCommit();
      tellCommit(commit, live, metrics);
    },
    onChange: ({ id, ended }) => live.tell({ kind: 'load', at: formatTime(clock()), load: id, done: ended !== null }),
    onWarning: (source, message) => warn({ source }, message),
    onDeath: fail,
  });
}

function tellCommit({ byType, alerts }: Committed, live: Live, metrics: Metrics): void {
  const at = formatTime(clock());
  live.tell({ kind: 'events', at, byType: { ...byType } });
  if (alerts > 0) live.tell({ kind: 'alerts', at, opened: alerts });
  metrics.alerts.inc(alerts);
  for (const [dataset, { events, rejects }] of Object.entries(byType)) {
    metrics.events.inc({ dataset }, events);
    metrics.records.inc({ outcome: 'event' }, events);
    metrics.records.inc({ outcome: 'reject' }, rejects);
  }
}
