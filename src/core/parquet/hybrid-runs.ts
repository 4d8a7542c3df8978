import { corrupt } from './corrupt.ts';

/** Bytes `[start, end)` of an RLE / bit-packed hybrid of numbers `width` bits wide. */
export interface HybridBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

/** Longest run: beyond it the counting would leave the whole numbers. */
const longestRun = 2 ** 40;

/** Steps over the runs of a hybrid. Fails with STORAGE_CORRUPT where the bytes end too early. */
export class HybridRuns {
  readonly #source: HybridBytes;
  #position: number;
  /** Numbers in the run; of bit-packed ones those that lie in whole groups of eight. */
  length = 0;
  isPacked = false;
  /** The number that a run repeats. */
  value = 0;
  /** Where the bytes of a bit-packed run begin. */
  start = 0;

  constructor(source: HybridBytes) {
    this.#source = source;
    this.#position = source.start;
  }

  get atEnd(): boolean {
    return this.#position >= this.#source.end;
  }

  /** Takes the next run. */
  next(): void {
    const { bytes, width, end } = this.#source;
    const header = this.#varint();
    this.isPacked = header % 2 === 1;
    this.length = Math.floor(header / 2) * (this.isPacked ? 8 : 1);
    if (this.length === 0 || this.length > longestRun) throw corrupt('a run of numbers has no length');
    this.start = this.#position;
    if (this.isPacked) {
      this.#position += (this.length * width) / 8;
    } else {
      this.value = 0;
      for (let shift = 0; shift < width; shift += 8) this.value |= bytes[this.#position++] << shift;
      this.value >>>= 0;
    }
    if (this.#position > end) throw corrupt('a page of numbers ends too early');
  }

  /** The number at `index` of a bit-packed run. */
  packedAt(index: number): number {
    const { bytes, width } = this.#source;
    let value = 0;
    for (let bit = 0; bit < width; bit++) {
      const place = index * width + bit;
      value |= ((bytes[this.start + (place >> 3)] >> (place & 7)) & 1) << bit;
    }
    return value >>> 0;
  }

  #varint(): number {
    const { bytes, end } = this.#source;
    let value = 0;
    let weight = 1;
    for (;;) {
      if (this.#position >= end || weight > longestRun) throw corrupt('a page of numbers ends too early');
      const byte = bytes[this.#position++];
      value += (byte & 127) * weight;
      if (byte < 128) return value;
      weight *= 128;
    }
  }
}
