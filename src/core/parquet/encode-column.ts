import type { Column } from '../batch/column.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { encodeBytes } from './encode-bytes.ts';
import { encodeBoolean, encodeDouble, encodeInt64 } from './encode-fixed.ts';
import { encodeList } from './encode-list.ts';
import { encodeText } from './encode-text.ts';

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
