import type { MemoryPool } from '../../core/batch/column-memory.ts';
import type { RollUp } from '../../core/logtype/logtype.ts';
import type { PageCodec } from '../../core/parquet/format.ts';
import type { Workspace } from '../../core/parquet/workspace.ts';
import type { ParquetFiles } from '../../segments/parquet-file.ts';
import type { SegmentStore } from '../../segments/segment-store.ts';

/** What reading and writing segments needs. */
export interface SegmentStorage {
  readonly store: SegmentStore;
  readonly files: ParquetFiles;
  readonly codec: PageCodec;
  /** Shared by all files being written. */
  readonly workspace: Workspace;
  readonly memory: MergeMemory;
  /** Where a merge keeps raw records that wait for their row group. */
  readonly temporaryFolder: string;
  /** Whether an integer field is a time, which is stored as a timestamp. */
  isTime(field: string): boolean;
  /** Entity fields of a dataset, the primary one first; empty for a dataset without any. */
  entities(dataset: string): ReadonlyMap<string, RollUp>;
}

/** Memory of merges, one after the other. */
export interface MergeMemory {
  /** For columns that are needed to the end, one column at a time, a source's part of one, and raw records. */
  readonly kept: MemoryPool;
  readonly columns: MemoryPool;
  readonly sources: MemoryPool;
  readonly records: MemoryPool;
}
