import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { createDuckdbEngine } from '../engines/duckdb/engine.ts';
import type { Engine } from '../engines/engine.ts';
import { createFileStore } from '../segments/file-store.ts';
import type { Content } from './content.ts';
import { openRecord } from './open-record.ts';

/** The embedded engine over the segments of a data folder. */
export function openEngine(
  config: Pick<Config, 'data'>,
  content: Content,
  { memoryLimit = '1GB' }: { memoryLimit?: string } = {},
): Engine {
  const { fieldTypes, entities } = content;
  const store = createFileStore(join(config.data, 'segments'));
  return createDuckdbEngine(
    store,
    { fieldTypes, entities, openRecord: openRecord(content) },
    { memoryLimit, threads: availableParallelism(), temporaryFolder: join(config.data, 'tmp', 'duckdb') },
  );
}
