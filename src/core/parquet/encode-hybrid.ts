import type { ByteBuffer } from './byte-buffer.ts';

/** Runs shorter than this go into bit-packed groups: a run costs a header and groups are of eight values. */
const shortestRun = 16;

/** The numbers to pack: `values[0 .. count)`, each below 2^width. */
interface Packed {
  readonly values: Uint32Array | Uint8Array;
  readonly count: number;
  readonly width: number;
}

/** Appends numbers in Parquet's RLE / bit-packed hybrid (parquet-format, Encodings.md), without a length in front. */
export function encodeHybrid(packed: Packed, out: ByteBuffer): void {
  const { values, count, width } = packed;
  // Most: bit-packed values of 4 bytes, and for every 8 values a run header and a group header of 5 bytes each.
  out.reserve(count * 6 + 64);
  if (width === 0) {
    if (count > 0) out.appendVarint(count * 2);
    return;
  }
  let pending = 0;
  let at = 0;
  while (at < count) {
    const value = values[at];
    let end = at + 1;
    while (end < count && values[end] === value) end++;
    if (end - at >= shortestRun) {
      // A bit-packed stretch that is not the last must hold a multiple of eight: it borrows from the run.
      const start = at + ((8 - ((at - pending) & 7)) & 7);
      appendBitPacked(packed, { start: pending, end: start }, out);
      appendRun(value, end - start, width, out);
      pending = end;
    }
    at = end;
  }
  appendBitPacked(packed, { start: pending, end: count }, out);
}

function appendRun(value: number, length: number, width: number, out: ByteBuffer): void {
  out.appendVarint(length * 2);
  for (let shift = 0; shift < width; shift += 8) out.appendByte(value >>> shift);
}

function appendBitPacked(packed: Packed, range: { start: number; end: number }, out: ByteBuffer): void {
  if (range.end === range.start) return;
  const groups = (range.end - range.start + 7) >> 3;
  out.appendVarint(groups * 2 + 1);
  const { values, width } = packed;
  const bytes = out.bytes;
  let at = out.length;
  let bits = 0;
  let held = 0;
  for (let index = range.start; index < range.end; index++) {
    let value = values[index];
    let left = width;
    // At most 7 bits are held back, so 24 more always fit into 31.
    while (left > 0) {
      const taken = left < 24 ? left : 24;
      bits |= (value & ((1 << taken) - 1)) << held;
      held += taken;
      left -= taken;
      value >>>= taken;
      while (held >= 8) {
        bytes[at++] = bits;
        bits >>>= 8;
        held -= 8;
      }
    }
  }
  const end = out.length + groups * width;
  if (held > 0) bytes[at++] = bits;
  bytes.fill(0, at, end);
  out.length = end;
}
