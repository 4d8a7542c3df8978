import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { durationNs } from '../config/duration.ts';
import type { Config } from '../config/schema.ts';
import { snapshot } from '../state/catalog.ts';
import { noteLinked, unlinkedAlerts } from '../state/stories.ts';
import { clock } from './clock.ts';
import { compactDay, removeGarbage } from './compact.ts';
import { expire } from './expire.ts';
import { explainedAlerts } from './explained-alerts.ts';
import type { LaneSet } from './lane-set.ts';
import { linkStories, storyLinker } from './link-stories.ts';
import { type Assignment, type Committed, type LoadTotals, load, type Readers } from './load.ts';
import type { OpenData } from './open-data.ts';
import { openLocalReaders } from './open-local-readers.ts';
import type { OpenLocation } from './open-locations.ts';
import { firstKeptDay } from './retention.ts';
import { shareContent } from './shared-content.ts';
import { threadReaders } from './thread-readers.ts';

export interface LoadLocationsOptions {
  readonly config: Config;
  readonly data: OpenData;
  readonly reload: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (totals: LoadTotals) => void;
  readonly onCommit?: (commit: Committed) => void;
  /** Used in place of new ones by one who loads again and again. */
  readonly lanes?: LaneSet;
}

/** More stored bytes than this are read by several threads; starting them costs half a second. */
const bytesForThreads = 24 << 20;

const mostThreads = 4;

/** Loads what the sources hold, merges segments as they become many, and applies the retention. */
export async function loadLocations(
  locations: readonly OpenLocation[],
  options: LoadLocationsOptions,
): Promise<LoadTotals> {
  const { config, data, signal } = options;
  const compaction = { db: data.db, engine: data.engine, sortBy: primaryEntity(data), clock };
  const local = await openLocalReaders({
    config,
    sources: locations.map(({ source }) => source),
    signal,
    open: options.lanes === undefined ? data : { ...data, lanes: options.lanes },
  });
  const stories = storyLinker(
    async (alerts) => linkStories({ engine: data.engine, snapshot: await snapshot(data.db) }, data.db, alerts),
    await unlinkedAlerts(data.db),
  );
  const totals = await load({
    db: data.db,
    engine: data.engine,
    readers: bySize(local.readers, threads(locations, options)),
    sources: locations,
    reload: options.reload,
    clock,
    pageWithin: durationNs(config.alerts.page_within),
    onProgress: options.onProgress,
    onCommit: async (commit) => {
      const { segments } = commit;
      await stories.committed(commit, () => explainedAlerts(data.engine, data.db, { segments, now: clock() }));
      options.onCommit?.(commit);
      const days = new Map(segments.map(({ dataset, day }) => [`${dataset} ${day}`, { dataset, day }]));
      for (const { dataset, day } of days.values()) await compactDay(compaction, dataset, day);
    },
    signal,
  });
  if (await stories.end()) await noteLinked(data.db);
  await expire({ db: data.db, engine: data.engine, firstDay: firstKeptDay(config.retention, clock()), clock });
  await removeGarbage(compaction);
  return totals;
}

/** Segments are ordered by what people pivot on: the log type's primary entity. */
function primaryEntity({ content }: OpenData): (dataset: string) => string | undefined {
  return (dataset) => content.entities(dataset).keys().next().value;
}

function threads(locations: readonly OpenLocation[], { config, data, signal }: LoadLocationsOptions): Readers | null {
  const script = new URL('./worker.mjs', import.meta.url);
  const count = config.limits.workers ?? Math.min(mostThreads, availableParallelism());
  const isPiped = locations.some(({ location }) => location === '-');
  if (count < 2 || isPiped || !existsSync(script)) return null;
  const sources = locations.map(({ location, settings }) => ({ location, settings }));
  return threadReaders({
    threads: count,
    script,
    setup: { config, content: shareContent(data.content), sources },
    signal,
  });
}

/** Reads in this thread unless there is enough for several. */
function bySize(local: Readers, several: Readers | null): Readers {
  if (several === null) return local;
  return {
    async run(assignments, handlers) {
      const iterator = assignments[Symbol.asyncIterator]();
      const first: Assignment[] = [];
      let bytes = 0;
      while (bytes <= bytesForThreads) {
        const { done, value } = await iterator.next();
        if (done) break;
        first.push(value);
        bytes += value.object.size;
      }
      const rest = chained(first, { [Symbol.asyncIterator]: () => iterator });
      await (bytes > bytesForThreads ? several : local).run(rest, handlers);
    },
  };
}

async function* chained<T>(first: readonly T[], rest: AsyncIterable<T>): AsyncIterable<T> {
  yield* first;
  yield* rest;
}
