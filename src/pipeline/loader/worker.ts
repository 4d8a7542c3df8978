import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../../config/schema.ts';
import { KushiError } from '../../core/error/error.ts';
import { fileBucket } from '../../sources/file/file-source.ts';
import { fileEtags } from '../../state/file-etags.ts';
import { clock } from '../clock.ts';
import type { LaneSet } from '../lane-set.ts';
import type { Committed, LoadTotals } from '../load.ts';
import { loadLocations } from '../load-locations.ts';
import { type OpenData, openData } from '../open-data.ts';
import { openLanes } from '../open-local-readers.ts';
import { type OpenLocation, openLocations } from '../open-locations.ts';
import { openRequest } from '../open-request.ts';
import type { FromLoader, LoaderSetup, LoadRequest, ToLoader } from './messages.ts';
import { newObjects, type WatchedSource } from './new-objects.ts';
import { rememberEtags } from './remember-etags.ts';
import { watchSources } from './watch-sources.ts';

/** The thread that writes: it loads what it is asked to, one load at a time, and between those what is new in the sources. */
const port = parentPort!;
const { config } = workerData as LoaderSetup;
const send = (message: FromLoader) => port.postMessage(message);
const asked: { readonly id: string; readonly request: LoadRequest; readonly stop: AbortController }[] = [];
const ending = new AbortController();
let wake = () => {};

port.on('message', (message: ToLoader) => {
  if (message.kind === 'start') asked.push({ id: message.id, request: message.request, stop: new AbortController() });
  else if (message.kind === 'cancel') {
    running.find(({ id }) => id === message.id)?.stop.abort();
    asked.find(({ id }) => id === message.id)?.stop.abort();
  } else ending.abort();
  wake();
});
const running: typeof asked = [];

const data = await openData(config, { write: true, held: true });
const etags = fileEtags(data.db);
const remembered = rememberEtags(etags);
const watched = await openWatched(config, data);
let lanes: LaneSet | null = null;
send({ kind: 'ready' });
await work();
for (const { source } of watched.values()) await source.close();
await data.close();
port.close();

async function work(): Promise<void> {
  const watch = watchSources(config.sources, Date.now());
  while (!ending.signal.aborted) {
    const next = asked.shift();
    if (next !== undefined) await loadAsked(next);
    else {
      for (const name of watch.due(Date.now())) {
        const began = Date.now();
        await loadNew(name);
        watch.looked(name, began, Number(watched.get(name)!.source.listingTook()) / 1e6);
      }
      if (asked.length === 0 && !ending.signal.aborted) await sleep(watch.wait(Date.now()));
    }
  }
}

function sleep(ms: number | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === null ? undefined : setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function loadAsked(job: (typeof asked)[number]): Promise<void> {
  const { id, request, stop } = job;
  running.push(job);
  try {
    const locations = await openRequest(request, { config, data, files: etags });
    const reload = request.kind === 'replay' || request.reload;
    const signal = AbortSignal.any([stop.signal, ending.signal]);
    const totals = await load(locations, { reload, signal, onProgress: progress(id) });
    for (const { source } of locations) await source.close();
    send({ kind: 'done', id, totals, cancelled: signal.aborted });
  } catch (error) {
    lanes = null;
    const told = error instanceof KushiError ? error : new KushiError('INTERNAL', String(error), { cause: error });
    send({ kind: 'failed', id, code: told.code, message: told.message, problems: told.problems });
  } finally {
    running.length = 0;
  }
}

/** Loads what a watched source has that it had not before. A source that fails is looked at again when it is due. */
async function loadNew(name: string): Promise<void> {
  const location = watched.get(name)!;
  try {
    const totals = await load([location], { reload: false, signal: ending.signal, onProgress: () => {} });
    if (totals.objects.waiting > 0) location.source.forget();
  } catch (error) {
    lanes = null;
    location.source.forget();
    if (!ending.signal.aborted)
      send({ kind: 'warning', source: name, message: error instanceof Error ? error.message : String(error) });
  }
}

type Watched = OpenLocation & { readonly source: WatchedSource };

async function openWatched(config: Config, { db }: OpenData): Promise<ReadonlyMap<string, Watched>> {
  const names = Object.keys(config.sources);
  if (names.length === 0) return new Map();
  const files = await db.selectFrom('objects').select(['key', 'etag']).where('bucket', '=', fileBucket).execute();
  const known = new Map(files.map(({ key, etag }) => [key, etag]));
  const locations = await openLocations(names, config, { files: remembered });
  return new Map(
    locations.map((location, index) => {
      const onChanged = ({ name }: { readonly name: string }) =>
        send({ kind: 'warning', source: names[index], message: `${name} has changed since it was loaded.` });
      return [names[index], { ...location, source: newObjects(location.source, { known, clock, onChanged }) }];
    }),
  );
}

interface LoadOptions {
  readonly reload: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (totals: LoadTotals) => void;
}

async function load(locations: readonly OpenLocation[], options: LoadOptions): Promise<LoadTotals> {
  lanes ??= await openLanes(config, data.content);
  const totals = await loadLocations(locations, { ...options, config, data, lanes, onCommit: told });
  await etags.flush();
  return totals;
}

function told({ progress, alerts }: Committed): void {
  const byType: Record<string, { events: number; rejects: number }> = {};
  for (const { logType, counts } of progress) {
    byType[logType] ??= { events: 0, rejects: 0 };
    byType[logType].events += counts.events;
    byType[logType].rejects += counts.rejects;
  }
  send({ kind: 'committed', commit: { byType, alerts } });
}

/** Between two messages of progress, milliseconds. */
const progressMs = 250;

function progress(id: string): (totals: LoadTotals) => void {
  let last = 0;
  return (totals) => {
    if (Date.now() - last < progressMs) return;
    last = Date.now();
    send({ kind: 'progress', id, totals });
  };
}
