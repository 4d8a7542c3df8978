import { type ByteBuffer, writeUint32 } from './byte-buffer.ts';
import { encodeHybrid } from './encode-hybrid.ts';

/** Appends definition or repetition levels `levels[start .. end)` with their 32-bit length in front (data page V1). */
export function encodeLevels(
  levels: Uint8Array,
  range: { start: number; end: number },
  width: number,
  out: ByteBuffer,
): void {
  out.reserve(4);
  const lengthAt = out.length;
  out.length += 4;
  encodeHybrid({ values: levels.subarray(range.start, range.end), count: range.end - range.start, width }, out);
  writeUint32(out.bytes, lengthAt, out.length - lengthAt - 4);
}

/** How many of `levels[start .. end)` equal `level`. */
export function countLevels(levels: Uint8Array, range: { start: number; end: number }, level: number): number {
  let count = 0;
  for (let index = range.start; index < range.end; index++) if (levels[index] === level) count++;
  return count;
}
