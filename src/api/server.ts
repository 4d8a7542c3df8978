import { randomBytes } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Config } from '../config/schema.ts';
import { KushiError } from '../core/error/error.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { clock } from '../pipeline/clock.ts';
import { type Loader, startLoader } from '../pipeline/loader/loader.ts';
import type { Committed } from '../pipeline/loader/messages.ts';
import { type AskThreads, askThreads } from '../questions/ask-threads.ts';
import { countSegments } from '../state/catalog.ts';
import { openState } from '../state/open-state.ts';
import { createApp } from './app.ts';
import { createLive, type Live } from './live.ts';
import { createLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { startNotifying } from './notifying.ts';
import { portHolder } from './port-holder.ts';
import { removeServerFile, writeServerFile } from './server-file.ts';
import type { Service } from './service.ts';
import { type Listening, listenWhereSetUp } from './sign-in/listen-where-set-up.ts';
import { firstRunSetup, type Setup } from './sign-in/setup.ts';

export interface RunningServer {
  readonly url: string;
  /** For the terminal, and nowhere else: how to make the first administrator; null when there is one. */
  readonly setUpLine: string | null;
  /** Settles when questions can be answered. */
  readonly ready: Promise<void>;
  /** Rejects when the server cannot go on. */
  readonly died: Promise<never>;
  /** Ends after the current batch: what was committed stays, what was not is read again. */
  close(): Promise<void>;
}

/** Most questions a thread works on at once. */
const questionsAtOnce = 32;

/**
 * Serves a data folder. This thread does HTTP and small reads and writes of the state; one thread loads, others answer
 * questions. Fails with DATA_FOLDER_IN_USE or PORT_IN_USE.
 */
export async function startServer(config: Config): Promise<RunningServer> {
  const state = await openState(config.data, { write: true, patient: true });
  const log = createLog(config.server.log_level);
  const ending = new AbortController();
  let status: 'starting' | 'ok' | 'stopping' = 'starting';
  const live = createLive();
  const threads = startQuestions(config);
  const metrics = createMetrics({
    questions: threads.running,
    followers: live.followers,
    segments: () => countSegments(state.db),
  });
  const death = deferred();
  const notifier = await startNotifying({
    config,
    db: state.db,
    ask: threads.ask,
    clock,
    signal: ending.signal,
    onChange: () => live.tell({ kind: 'deliveries', at: formatTime(clock()) }),
    onOutcome: (destination, status) => metrics.deliveries.inc({ destination, status }),
    onProblem: ({ what, destination, error }) => log.warn({ err: error, what, destination }, 'not told'),
  });
  const loader = startLoading(config, {
    live,
    metrics,
    fail: death.reject,
    warn: (about, text) => log.warn(about, text),
    onCommit: notifier.wake,
  });
  const service: Service = {
    config,
    db: state.db,
    ask: threads.ask,
    live,
    metrics,
    loads: loader,
    notifier,
    status: () => status,
    clock,
  };
  const setup = await firstRunSetup(state.db);
  const { app, open } = await createDoor(service, log, setup);
  const close = async () => {
    status = 'stopping';
    ending.abort();
    removeServerFile(config.data);
    await app.close();
    await Promise.all([notifier.ended, loader.close()]);
    await threads.close();
    await state.close();
  };
  try {
    const url = await open();
    const ready = Promise.all([threads.ready, loader.ready]).then(() => {
      if (status === 'starting') status = 'ok';
    });
    ready.catch(death.reject);
    return { url, setUpLine: setup.announce(url), ready, died: death.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
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

interface Door {
  readonly app: FastifyInstance;
  /** Listens, and leaves in the data folder what lets its owner's command line in. */
  readonly open: () => Promise<string>;
}

async function createDoor(service: Service, log: FastifyBaseLogger, setup: Setup): Promise<Door> {
  const { data, server } = service.config;
  const localToken = randomBytes(32).toString('base64url');
  const app = await createApp({ service, log, setup, localToken });
  const tellCommands = (url: string) => writeServerFile(data, { url, token: localToken });
  const open = async () => {
    const url = await listen(app, setup, { ...server, onMove: tellCommands });
    tellCommands(url);
    return url;
  };
  return { app, open };
}

async function listen(app: FastifyInstance, setup: Setup, where: Listening): Promise<string> {
  try {
    return await listenWhereSetUp(app, setup, where);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const holder = portHolder(where.port) ?? 'Another process';
    throw new KushiError(
      'PORT_IN_USE',
      `${holder} listens on port ${where.port}. End it, or give another with --port.`,
    );
  }
}
