import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Config, configSchema } from '../../src/config/schema.ts';
import { compactDay, removeGarbage } from '../../src/pipeline/compact.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { load, type Readers } from '../../src/pipeline/load.ts';
import { openEngine } from '../../src/pipeline/open-engine.ts';
import { openLocalReaders } from '../../src/pipeline/open-local-readers.ts';
import { shareContent } from '../../src/pipeline/shared-content.ts';
import { threadReaders } from '../../src/pipeline/thread-readers.ts';
import { openSource } from '../../src/sources/open-source.ts';
import { snapshot } from '../../src/state/catalog.ts';
import { fileEtags } from '../../src/state/file-etags.ts';
import { openState, type StateDb } from '../../src/state/open-state.ts';
import { clock } from './read.ts';

/** A data folder being written, and what it is written with. */
export interface WholeOptions {
  readonly data: string;
  readonly content: Content;
  readonly geo: Config['geo'];
}

/** Threads that read, and the bundled worker they run. */
export interface Threads {
  readonly count: number;
  readonly worker: URL;
}

/** Bytes and days in a data folder. */
export interface Stored {
  readonly events: number;
  readonly segmentBytes: number;
  readonly entityBytes: number;
  readonly stateBytes: number;
  readonly segments: number;
}

/** `kushi load` of a folder of objects: listing, reading, committed segments, state. In this thread unless told. */
export async function loadWhole(objects: string, options: WholeOptions, threads?: Threads): Promise<Stored> {
  const { data, content, geo } = options;
  const config = configSchema.parse({ data, geo, batch: { seconds: 3600 } });
  const state = await openState(data, { write: true });
  const engine = openEngine(config, content);
  const settings = { version: 'bench', spoolFolder: join(data, 'tmp') };
  const source = await openSource(objects, { ...settings, files: fileEtags(state.db) });
  const { signal } = new AbortController();
  const readers: Readers =
    threads === undefined
      ? (await openLocalReaders({ config, sources: [source], signal, open: { content, engine } })).readers
      : threadReaders({
          threads: threads.count,
          script: threads.worker,
          setup: { config, content: shareContent(content), sources: [{ location: objects, settings }] },
          signal,
        });
  const common = { db: state.db, engine, clock };
  await load({ ...common, readers, sources: [{ source, type: null }], reload: false, onProgress: () => {}, signal });
  const stored = await storedIn(data, state.db);
  await engine.close();
  await state.close();
  return stored;
}

/** Merges each day of a data folder into one segment, and removes the files merged. */
export async function compactWhole({ data, content }: Pick<WholeOptions, 'data' | 'content'>): Promise<Stored> {
  const state = await openState(data, { write: true });
  const engine = openEngine({ data }, content);
  const sortBy = (dataset: string) => content.entities(dataset).keys().next().value;
  const compaction = { db: state.db, engine, clock, sortBy };
  const { segments } = await snapshot(state.db);
  const days = new Map(segments.map(({ dataset, day }) => [`${dataset} ${day}`, { dataset, day }]));
  for (const { dataset, day } of days.values()) await compactDay(compaction, dataset, day, true);
  await removeGarbage(compaction, 0n);
  const stored = await storedIn(data, state.db);
  await engine.close();
  await state.close();
  return stored;
}

/** What the catalog names, and the bytes of it. */
export async function storedIn(data: string, db: StateDb): Promise<Stored> {
  const { segments } = await snapshot(db);
  const sum = (of: (segment: (typeof segments)[number]) => number) => segments.reduce((all, one) => all + of(one), 0);
  return {
    events: sum(({ rows }) => rows),
    segmentBytes: sum(({ bytes }) => bytes),
    entityBytes: sum(({ entitiesKey }) => statSync(join(data, 'segments', entitiesKey)).size),
    stateBytes: sizeOf(join(data, 'state.db')) + sizeOf(join(data, 'state.db-wal')),
    segments: segments.length,
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Cores that may be used; two workers on one core say nothing. */
export const cores = availableParallelism();
