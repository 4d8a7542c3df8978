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

/** Appends `count` levels that are all the same, as one run. */
export function encodeSameLevels(level: number, count: number, out: ByteBuffer): void {
  out.reserve(16);
  const lengthAt = out.length;
  out.length += 4;
  out.appendVarint(count * 2);
  out.appendByte(level);
  writeUint32(out.bytes, lengthAt, out.length - lengthAt - 4);
}

/** What definition levels say: `level` is that of a value, and `isSame` that every entry has one. */
interface Definition {
  readonly level: number;
  readonly isSame: boolean;
}

/** Appends the definition levels of `[start .. end)` and returns how many of these entries have a value. */
export function encodeDefinition(
  levels: Uint8Array,
  range: { start: number; end: number },
  { level, isSame }: Definition,
  out: ByteBuffer,
): number {
  if (isSame) {
    encodeSameLevels(level, range.end - range.start, out);
    return range.end - range.start;
  }
  // As many bits as the level of a value takes: 1 or 2.
  encodeLevels(levels, range, level, out);
  let count = 0;
  for (let index = range.start; index < range.end; index++) if (levels[index] === level) count++;
  return count;
}
