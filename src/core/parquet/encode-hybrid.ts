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

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function appendBitPacked(packed: Packed, stretch: Stretch, out: ByteBuffer): void {
  if (stretch.end === stretch.start) return;
  const { width } = packed;
  const groups = (stretch.end - stretch.start + 7) >> 3;
  out.appendVarint(groups * 2 + 1);
  const end = out.length + groups * width;
  const pack = width === 1 ? packFlags : width <= widestInWord ? packNumbers : packWideNumbers;
  const at = pack(packed, stretch, { bytes: out.bytes, at: out.length });
  out.bytes.fill(0, at, end);
  out.length = end;
}

/** Up to this width a number and the bits held back, at most seven, fit a 32-bit word. */
const widestInWord = 24;

interface Place {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** Definition levels are flags, and most of what is packed. */
function packFlags({ values }: Packed, { start, end }: Stretch, { bytes, at }: Place): number {
  let to = at;
  let index = start;
  for (; index + 8 <= end; index += 8) {
    bytes[to++] =
      values[index] |
      (values[index + 1] << 1) |
      (values[index + 2] << 2) |
      (values[index + 3] << 3) |
      (values[index + 4] << 4) |
      (values[index + 5] << 5) |
      (values[index + 6] << 6) |
      (values[index + 7] << 7);
  }
  return packNumbers({ values, count: 0, width: 1 }, { start: index, end }, { bytes, at: to });
}

function packNumbers({ values, width }: Packed, { start, end }: Stretch, { bytes, at }: Place): number {
  let to = at;
  let bits = 0;
  let held = 0;
  for (let index = start; index < end; index++) {
    bits |= values[index] << held;
    held += width;
    while (held >= 8) {
      bytes[to++] = bits;
      bits >>>= 8;
      held -= 8;
    }
  }
  if (held > 0) bytes[to++] = bits;
  return to;
}

function packWideNumbers({ values, width }: Packed, { start, end }: Stretch, { bytes, at }: Place): number {
  const length = Math.ceil(((end - start) * width) / 8);
  bytes.fill(0, at, at + length);
  for (let index = start; index < end; index++) {
    for (let bit = 0; bit < width; bit++) {
      const place = (index - start) * width + bit;
      bytes[at + (place >> 3)] |= ((values[index] >>> bit) & 1) << (place & 7);
    }
  }
  return at + length;
}
