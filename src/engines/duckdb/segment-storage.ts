import type { RollUp } from '../../core/logtype/logtype.ts';
import type { PageCodec } from '../../core/parquet/format.ts';
import type { Workspace } from '../../core/parquet/workspace.ts';
import type { ParquetFiles } from '../../segments/parquet-file.ts';
import type { SegmentStore } from '../../segments/segment-store.ts';

/** What reading and writing segments needs. */
export interface SegmentStorage {
  readonly store: SegmentStore;
  readonly files: ParquetFiles;
  /** Packs fresh segments (fast) and rewritten ones (small). */
  readonly fresh: PageCodec;
  readonly rewritten: PageCodec;
  /** Shared by all files being written. */
  readonly workspace: Workspace;
  /** Whether an integer field is a time, which is stored as a timestamp. */
  isTime(field: string): boolean;
  /** Entity fields of a dataset, the primary one first; empty for a dataset without any. */
  entities(dataset: string): ReadonlyMap<string, RollUp>;
}
