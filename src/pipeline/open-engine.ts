import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { recordValues } from '../core/codecs/record-values.ts';
import { createDuckdbEngine } from '../engines/duckdb/engine.ts';
import type { Engine } from '../engines/engine.ts';
import type { OpenRecord } from '../engines/engine-options.ts';
import { createFileStore } from '../segments/file-store.ts';
import type { Content } from './content.ts';

/** The embedded engine over the segments of a data folder. */
export function openEngine(config: Pick<Config, 'data'>, content: Content): Engine {
  const { fieldTypes, entities } = content;
  const store = createFileStore(join(config.data, 'segments'));
  return createDuckdbEngine(
    store,
    { fieldTypes, entities, openRecord: openRecord(content) },
    { memoryLimit: '1GB', threads: availableParallelism(), temporaryFolder: join(config.data, 'tmp', 'duckdb') },
  );
}

/** Vendor paths of a stored record, through the same reader that loaded it. */
function openRecord({ logTypes }: Content): OpenRecord {
  const readers = new Map<string, ReturnType<typeof recordValues>>();
  return (dataset, raw) => {
    let reader = readers.get(dataset);
    if (reader === undefined) {
      const logType = logTypes.get(dataset);
      reader = recordValues(logType?.definition.codec ?? { kind: 'json' }, logType?.mapping ?? {});
      readers.set(dataset, reader);
    }
    return reader(raw);
  };
}
