import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, configSchema } from '../../src/config/schema.ts';
import { compactDay } from '../../src/pipeline/compact.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { load, type Readers } from '../../src/pipeline/load.ts';
import { openEngine } from '../../src/pipeline/open-engine.ts';
import { openLocalReaders } from '../../src/pipeline/open-local-readers.ts';
import { threadReaders } from '../../src/pipeline/thread-readers.ts';
import { openSource } from '../../src/sources/open-source.ts';
import { snapshot } from '../../src/state/catalog.ts';
import { fileEtags } from '../../src/state/file-etags.ts';
import { openState } from '../../src/state/open-state.ts';
import type { Corpus } from './corpus.ts';
import { clock } from './read.ts';

export interface WholeOptions {
  readonly content: Content;
  readonly geo: Config['geo'];
  /** Threads that read; 1 reads in this one. */
  readonly threads: number;
  /** The bundled worker, and the folder with log types and rules that it reads itself. */
  readonly worker: URL;
  readonly root: string;
}

/** Bytes and days that a load left behind. */
export interface Stored {
  readonly events: number;
  readonly segmentBytes: number;
  readonly entityBytes: number;
  readonly segments: number;
}

export interface Loaded {
  readonly stored: Stored;
  /** Merges each day into one segment; returns what is stored then. */
  readonly compact: () => Promise<Stored>;
  readonly close: () => Promise<void>;
}

/** `kushi load` into a new data folder: listing, reading, committed segments, state. */
export async function loadWhole(corpus: Corpus, options: WholeOptions): Promise<Loaded> {
  const { content, worker, root } = options;
  const data = mkdtempSync(join(tmpdir(), 'kushi-bench-'));
  const config = configSchema.parse({ data, geo: options.geo, batch: { seconds: 3600 } });
  const state = await openState(data, { write: true });
  const engine = openEngine(config, content);
  const settings = { version: 'bench', spoolFolder: join(data, 'tmp') };
  const source = await openSource(corpus.folder, { ...settings, files: fileEtags(state.db) });
  const { signal } = new AbortController();
  const local = await openLocalReaders({ config, root, sources: [source], signal, open: { content, engine } });
  const sources = [{ location: corpus.folder, settings }];
  const readers: Readers =
    options.threads === 1
      ? local.readers
      : threadReaders({ threads: options.threads, script: worker, setup: { config, root, sources }, signal });
  const common = { db: state.db, engine, clock };
  await load({ ...common, readers, sources: [{ source, type: null }], reload: false, onProgress: () => {}, signal });
  const stored = async (): Promise<Stored> => {
    const { segments } = await snapshot(state.db);
    const sum = (of: (segment: (typeof segments)[number]) => number) => segments.reduce((all, one) => all + of(one), 0);
    return {
      events: sum(({ rows }) => rows),
      segmentBytes: sum(({ bytes }) => bytes),
      entityBytes: sum(({ entitiesKey }) => statSync(join(data, 'segments', entitiesKey)).size),
      segments: segments.length,
    };
  };
  return {
    stored: await stored(),
    compact: async () => {
      const sortBy = (dataset: string) => content.entities(dataset).keys().next().value;
      const { segments } = await snapshot(state.db);
      const days = new Map(segments.map(({ dataset, day }) => [`${dataset} ${day}`, { dataset, day }]));
      for (const { dataset, day } of days.values()) await compactDay({ ...common, sortBy }, dataset, day, true);
      return stored();
    },
    close: async () => {
      await engine.close();
      await state.close();
      rmSync(data, { recursive: true });
    },
  };
}

/** Cores that may be used; two workers on one core say nothing. */
export const cores = availableParallelism();
