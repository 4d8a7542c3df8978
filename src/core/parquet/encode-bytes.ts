import type { BytesColumn } from '../batch/column.ts';
import { readUint32 } from './byte-buffer.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { Encoding } from './format.ts';

/**
 * Raw bytes, PLAIN, in pages of about `rawPageBytes`. Rows that follow each other already are a page body and are packed
 * where they lie.
 */
export function encodeBytes(column: BytesColumn, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { page } = target.workspace;
  const { bytes, starts } = column;
  let first = 0;
  while (first < rows.length) {
    let size = 0;
    let next = first;
    while (next < rows.length && size < target.rawPageBytes) size += sizeOf(column, rows[next++]);
    const from = starts[rows[first]] - 4;
    if (!target.isSpan) gather(column, rows.subarray(first, next), target);
    const body = target.isSpan ? bytes.subarray(from, from + size) : page.view();
    target.chunk.data({ body, encoding: Encoding.plain, values: next - first }, first);
    first = next;
  }
  return { statistics: { nulls: 0, exact: true }, bloom: null };
}

/** Bytes of a row with its length. The next row's follow, so that the places of both tell. */
function sizeOf({ bytes, starts }: BytesColumn, row: number): number {
  if (row + 1 < starts.length) return starts[row + 1] - starts[row];
  return 4 + readUint32(bytes, starts[row] - 4);
}

function gather(column: BytesColumn, rows: Uint32Array, target: ChunkTarget): void {
  const { page } = target.workspace;
  page.clear();
  for (const row of rows) {
    const start = column.starts[row];
    page.append(column.bytes.subarray(start - 4, start + readUint32(column.bytes, start - 4)));
  }
}
