/** A part of a byte array. */
export interface ByteSlice {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Negative, zero or positive as `a` sorts before, with or after `b`, byte by byte: the order of UTF-8 and of Parquet. */
export function compareBytes(a: ByteSlice, b: ByteSlice): number {
  const length = Math.min(a.end - a.start, b.end - b.start);
  for (let at = 0; at < length; at++) {
    const difference = a.bytes[a.start + at] - b.bytes[b.start + at];
    if (difference !== 0) return difference;
  }
  return a.end - a.start - (b.end - b.start);
}
