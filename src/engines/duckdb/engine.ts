import type { FileStore } from '../../segments/file-store.ts';
import type { Engine } from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import { aggregateRows } from './aggregate.ts';
import { countRows } from './count.ts';
import { createSegmentStorage } from './create-segment-storage.ts';
import type { Database, DatabaseSettings } from './database.ts';
import { open } from './open.ts';
import { reindex } from './reindex.ts';
import { rewrite } from './rewrite.ts';
import type { ReadContext } from './scan.ts';
import { searchRows } from './search.ts';
import { sightings } from './sightings.ts';
import { RunningWrites, sweep } from './sweep.ts';
import { write } from './write.ts';

/**
 * Segments as Parquet files below a folder: written, merged and opened by our own Parquet, searched by DuckDB. DuckDB is
 * loaded by the first search, so that what only writes does without.
 */
export function createDuckdbEngine(store: FileStore, options: EngineOptions, settings: DatabaseSettings): Engine {
  const storage = createSegmentStorage(store, options, settings.temporaryFolder);
  const writes = new RunningWrites();
  let database: Promise<Database> | undefined;
  const context: ReadContext = {
    options,
    localPath: store.localPath,
    database: () => {
      database ??= import('./database.ts').then(({ Database }) => Database.open(settings));
      return database;
    },
  };
  return {
    name: 'duckdb',
    write: (id, batch) => writes.run(() => write(storage, id, batch)),
    search: (query, snapshot, search) => searchRows(query, snapshot, search, context),
    count: (query, snapshot, range) => countRows(query, snapshot, range, context),
    aggregate: (query, snapshot, aggregate) => aggregateRows(query, snapshot, aggregate, context),
    open: (object, offset, snapshot) => open(storage, { object, offset }, snapshot),
    rewrite: (request) => writes.run(() => rewrite(storage, request)),
    sightings: (wanted, snapshot) => sightings(storage, wanted, snapshot),
    reindex: (segment, id) => writes.run(() => reindex(storage, segment, id)),
    removeFiles: async (keys) => {
      for (const key of keys) await store.delete(key);
    },
    sweep: (keep) => sweep(store, keep, writes.since),
    close: async () => (await database)?.close(),
  };
}
