import { corrupt } from './corrupt.ts';

/** Bytes `[start, end)` of an RLE / bit-packed hybrid of numbers `width` bits wide. */
export interface HybridBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

/** Unpacks `count` numbers into `into[at .. at + count)`. */
export function decodeHybrid(source: HybridBytes, count: number, into: Uint32Array | Uint8Array, at = 0): void {
  const { bytes, end, width } = source;
  let position = source.start;
  let done = 0;
  while (done < count) {
    let header = 0;
    let shift = 0;
    let byte = 128;
    while (byte >= 128) {
      if (position >= end || shift > 28) throw corrupt('a page of numbers ends too early');
      byte = bytes[position++];
      header |= (byte & 127) << shift;
      shift += 7;
    }
    const length = header >>> 1;
    if (length === 0) throw corrupt('a run of numbers is empty');
    if ((header & 1) === 0) {
      const size = (width + 7) >> 3;
      if (position + size > end) throw corrupt('a page of numbers ends too early');
      let value = 0;
      for (let index = 0; index < size; index++) value |= bytes[position++] << (8 * index);
      const run = Math.min(length, count - done);
      into.fill(value >>> 0, at + done, at + done + run);
      done += run;
    } else {
      const packed = Math.min(length * 8, count - done);
      if (position + Math.ceil((packed * width) / 8) > end) throw corrupt('a page of numbers ends too early');
      // Beyond 24 bits a number and the bits held back no longer fit a 32-bit word.
      const take = width > 24 ? unpackWide : unpack;
      take({ bytes, start: position, end, width }, packed, into, at + done);
      position += length * width;
      done += packed;
    }
  }
}

function unpack(source: HybridBytes, count: number, into: Uint32Array | Uint8Array, at: number): void {
  const { bytes, width } = source;
  const mask = (1 << width) - 1;
  let position = source.start;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < count; index++) {
    while (held < width) {
      bits |= bytes[position++] << held;
      held += 8;
    }
    into[at + index] = bits & mask;
    bits >>>= width;
    held -= width;
  }
}

function unpackWide(source: HybridBytes, count: number, into: Uint32Array | Uint8Array, at: number): void {
  const { bytes, start, width } = source;
  for (let index = 0; index < count; index++) {
    let value = 0;
    for (let bit = 0; bit < width; bit++) {
      const place = index * width + bit;
      value |= ((bytes[start + (place >> 3)] >> (place & 7)) & 1) << bit;
    }
    into[at + index] = value >>> 0;
  }
}

/** How many numbers a whole hybrid holds (the last group's padding included), so that a count can be believed. */
export function hybridLength(source: HybridBytes): number {
  const { bytes, end, width } = source;
  let position = source.start;
  let total = 0;
  while (position < end) {
    let header = 0;
    let weight = 1;
    let byte = 128;
    while (byte >= 128 && position < end) {
      byte = bytes[position++];
      header += (byte & 127) * weight;
      weight *= 128;
    }
    const length = Math.floor(header / 2);
    total += header % 2 === 0 ? length : length * 8;
    position += header % 2 === 0 ? (width + 7) >> 3 : length * width;
  }
  return total;
}
