import type { BytesColumn } from '../../batch/column.ts';

/** Rows to keep, in their order; null keeps all. */
export type Kept = Uint32Array | null;

export function selectIds(ids: Uint32Array, kept: Kept): Uint32Array {
  return kept === null ? ids : Uint32Array.from(kept, (row) => ids[row]);
}

export function selectDoubles(values: Float64Array, kept: Kept): Float64Array {
  return kept === null ? values : Float64Array.from(kept, (row) => values[row]);
}

export function selectBytes(column: BytesColumn, kept: Kept): BytesColumn {
  if (kept === null) return column;
  const starts = new Uint32Array(kept.length);
  let end = 0;
  for (let at = 0; at < kept.length; at++) {
    starts[at] = end + 4;
    end += 4 + bytesLength(column, kept[at]);
  }
  const bytes = new Uint8Array(end);
  for (let at = 0; at < kept.length; at++) {
    const start = column.starts[kept[at]];
    bytes.set(column.bytes.subarray(start - 4, start + bytesLength(column, kept[at])), starts[at] - 4);
  }
  return { kind: 'bytes', bytes, starts };
}

/** The length stands in front of the bytes, 32 bits, low byte first. */
export function bytesLength(column: BytesColumn, row: number): number {
  const at = column.starts[row] - 4;
  const { bytes } = column;
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}
