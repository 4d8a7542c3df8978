import { type HybridBytes, HybridRuns } from './hybrid-runs.ts';

/** Up to this width a number and the bits held back fit a 32-bit word. */
const widestInWord = 24;

/** Unpacks the first `count` numbers into `into`. */
export function decodeHybrid(source: HybridBytes, count: number, into: Uint32Array | Uint8Array): void {
  const runs = new HybridRuns(source);
  let done = 0;
  while (done < count) {
    runs.next();
    const length = Math.min(runs.length, count - done);
    if (!runs.isPacked) into.fill(runs.value, done, done + length);
    else if (source.width > widestInWord) for (let i = 0; i < length; i++) into[done + i] = runs.packedAt(i);
    else unpack({ ...source, start: runs.start }, length, into.subarray(done, done + length));
    done += length;
  }
}

function unpack({ bytes, start, width }: HybridBytes, count: number, into: Uint32Array | Uint8Array): void {
  const mask = (1 << width) - 1;
  let position = start;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < count; index++) {
    while (held < width) {
      bits |= bytes[position++] << held;
      held += 8;
    }
    into[index] = bits & mask;
    bits >>>= width;
    held -= width;
  }
}

/** How many numbers a whole hybrid holds (the last group's padding included), so that a count can be believed. */
export function hybridLength(source: HybridBytes): number {
  const runs = new HybridRuns(source);
  let total = 0;
  while (!runs.atEnd) {
    runs.next();
    total += runs.length;
  }
  return total;
}

/** The number at `index`, without unpacking those before it. */
export function hybridAt(source: HybridBytes, index: number): number {
  const runs = new HybridRuns(source);
  let before = 0;
  for (;;) {
    runs.next();
    if (index < before + runs.length) return runs.isPacked ? runs.packedAt(index - before) : runs.value;
    before += runs.length;
  }
}

/** How many of the first `count` numbers of a hybrid one bit wide are 1. */
export function countOnes(source: HybridBytes, count: number): number {
  const runs = new HybridRuns(source);
  let ones = 0;
  for (let done = 0; done < count; done += runs.length) {
    runs.next();
    const length = Math.min(runs.length, count - done);
    if (!runs.isPacked) ones += runs.value * length;
    else ones += countBits(source.bytes, runs.start, length);
  }
  return ones;
}

/** Set bits among the first `count` from a byte on. */
function countBits(bytes: Uint8Array, start: number, count: number): number {
  let ones = 0;
  const whole = start + (count >> 3);
  for (let at = start; at < whole; at++) ones += onesInByte(bytes[at]);
  return (count & 7) === 0 ? ones : ones + onesInByte(bytes[whole] & ((1 << (count & 7)) - 1));
}

/** Adds neighbours up: bits to pairs, pairs to fours, fours to the byte. */
function onesInByte(byte: number): number {
  const pairs = byte - ((byte >> 1) & 0x55);
  const fours = (pairs & 0x33) + ((pairs >> 2) & 0x33);
  return (fours + (fours >> 4)) & 0x0f;
}
