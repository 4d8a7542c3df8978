import type { ChunkWriter } from './chunk-writer.ts';
import type { Statistics } from './metadata.ts';
import type { Workspace } from './workspace.ts';

/** Where the pages of one column chunk go, and how they are cut. */
export interface ChunkTarget {
  readonly chunk: ChunkWriter;
  readonly workspace: Workspace;
  /** Rows a page, for all but raw bytes; and about how many bytes a page of raw bytes holds. */
  readonly pageRows: number;
  readonly rawPageBytes: number;
  /** The rows follow each other, so that their values lie together. */
  readonly isSpan: boolean;
  readonly required: boolean;
  readonly bloom: boolean;
}

export interface EncodedChunk {
  readonly statistics: Statistics;
  /** Split-block filter of the chunk's values, when one was asked for. */
  readonly bloom: Uint32Array | null;
}
