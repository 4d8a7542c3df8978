import { MemoryPool } from '../../core/batch/column-memory.ts';
import { Workspace } from '../../core/parquet/workspace.ts';
import { comparisonOf } from '../../core/query/field-types.ts';
import { zstdCodec } from '../../segments/compress.ts';
import { createParquetFiles } from '../../segments/parquet-file.ts';
import type { SegmentStore } from '../../segments/segment-store.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { SegmentStorage } from './segment-storage.ts';

/**
 * zstd's level, for merged segments as well: of CloudTrail and flows, 3 takes twice the time for a hundredth less space,
 * and levels below 1 take half as much space again.
 */
const level = 1;

export function createSegmentStorage(
  store: SegmentStore,
  { fieldTypes, entities }: Pick<EngineOptions, 'fieldTypes' | 'entities'>,
  temporaryFolder: string,
): SegmentStorage {
  const codec = zstdCodec(level);
  return {
    store,
    files: createParquetFiles(store, codec),
    codec,
    workspace: new Workspace(),
    memory: {
      kept: new MemoryPool(),
      columns: new MemoryPool(),
      sources: new MemoryPool(),
      records: new MemoryPool(),
    },
    temporaryFolder,
    isTime: (field) => comparisonOf(field, fieldTypes) === 'date',
    entities,
  };
}
