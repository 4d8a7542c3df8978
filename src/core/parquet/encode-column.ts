import type { Column } from '../batch/column.ts';
import type { ChunkWriter } from './chunk-writer.ts';
import { encodeBytes } from './encode-bytes.ts';
import { encodeBoolean, encodeDouble, encodeInt64 } from './encode-fixed.ts';
import { encodeList } from './encode-list.ts';
import { encodeText } from './encode-text.ts';
import type { Statistics } from './metadata.ts';
import type { Workspace } from './workspace.ts';

/** Where the pages of one column chunk go, and how they are cut. */
export interface ChunkTarget {
  readonly chunk: ChunkWriter;
  readonly workspace: Workspace;
  /** Rows a page, for all but raw bytes; and about how many bytes a page of raw bytes holds. */
  readonly pageRows: number;
  readonly rawPageBytes: number;
  readonly required: boolean;
  readonly bloom: boolean;
}

export interface EncodedChunk {
  readonly statistics: Statistics;
  /** Split-block filter of the chunk's values, when one was asked for. */
  readonly bloom: Uint32Array | null;
}

/** Writes the given rows of a column as the pages of one chunk. */
export function encodeColumn(column: Column, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  switch (column.kind) {
    case 'text':
      return encodeText(column, rows, target);
    case 'list':
      return encodeList(column, rows, target);
    case 'int64':
      return encodeInt64(column, rows, target);
    case 'double':
      return encodeDouble(column, rows, target);
    case 'boolean':
      return encodeBoolean(column, rows, target);
    case 'bytes':
      return encodeBytes(column, rows, target);
  }
}
