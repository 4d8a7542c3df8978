import { readUint32 } from './byte-buffer.ts';
import { type ByteSlice, compareBytes } from './compare-bytes.ts';
import type { Statistics } from './metadata.ts';

/** Longer bounds are cut: they serve pruning only, and a footer with kilobytes of user agents is slow to read. */
const longestBound = 64;

/** Least and greatest value seen, in byte order. */
export interface ValueBounds {
  min: Uint8Array | null;
  max: Uint8Array | null;
}

/** Widens the bounds by values laid out as a PLAIN page in `bytes[start .. end)`. */
export function widenBounds(bounds: ValueBounds, bytes: Uint8Array, start: number, end: number): void {
  if (start >= end) return;
  const value = { bytes, start: 0, end: 0 };
  const min = { bytes, start: start + 4, end: start + 4 + readUint32(bytes, start) };
  const max = { ...min };
  for (let at = min.end; at < end; at = value.end) {
    value.start = at + 4;
    value.end = value.start + readUint32(bytes, at);
    if (compareBytes(value, min) < 0) take(value, min);
    else if (compareBytes(value, max) > 0) take(value, max);
  }
  if (bounds.min === null || compareBytes(min, whole(bounds.min)) < 0) bounds.min = bytes.slice(min.start, min.end);
  if (bounds.max === null || compareBytes(max, whole(bounds.max)) > 0) bounds.max = bytes.slice(max.start, max.end);
}

function take(from: ByteSlice, to: { start: number; end: number }): void {
  to.start = from.start;
  to.end = from.end;
}

function whole(bytes: Uint8Array): ByteSlice {
  return { bytes, start: 0, end: bytes.length };
}

/** The bounds as the file states them: no longer than 64 bytes, valid UTF-8, and enclosing every value. */
export function textStatistics(bounds: ValueBounds, nulls: number): Statistics {
  const { min, max } = bounds;
  if (min === null || max === null) return { nulls, exact: true };
  const most = upperBound(max);
  if (most === null) return { nulls, exact: true };
  const least = min.length > longestBound ? min.slice(0, characterStart(min, longestBound)) : min;
  return { nulls, min: least, max: most, exact: least === min && most === max };
}

/** The value itself, or its beginning with the character after its last one; null when there is none. */
function upperBound(value: Uint8Array): Uint8Array | null {
  if (value.length <= longestBound) return value;
  // A last character that is ASCII and not DEL has its successor in the next byte value.
  for (let end = longestBound; end > 0; end--) {
    if (value[end - 1] < 0x7f) {
      const bound = value.slice(0, end);
      bound[end - 1]++;
      return bound;
    }
  }
  return null;
}

/** The last place at or before `at` where a UTF-8 character begins. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && (bytes[start] & 0xc0) === 0x80) start--;
  return start;
}
