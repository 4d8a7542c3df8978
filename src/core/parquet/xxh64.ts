/**
 * XXH64 with seed 0 (xxHash specification 0.1.1), the hash of Parquet's Bloom filters. JavaScript has no 64-bit integers
 * that are fast, so a value is two 32-bit halves, and a product is put together from 16-bit parts.
 */

/** The hash of the last call, low half first. One place for results saves an object per value. */
export const hash = new Uint32Array(2);

/** The five primes of the algorithm, as low and high halves. */
const prime1Low = 0x85ebca87;
const prime1High = 0x9e3779b1;
const prime2Low = 0x27d4eb4f;
const prime2High = 0xc2b2ae3d;
const prime3Low = 0x9e3779f9;
const prime3High = 0x165667b1;
const prime4Low = 0xc2b2ae63;
const prime4High = 0x85ebca77;
const prime5Low = 0x165667c5;
const prime5High = 0x27d4eb2f;

/** The value under work: results of the steps below. */
let low = 0;
let high = 0;

function multiply(byLow: number, byHigh: number): void {
  const a0 = low & 0xffff;
  const a1 = low >>> 16;
  const b0 = byLow & 0xffff;
  const b1 = byLow >>> 16;
  // Each sum stays below 2^32: a product of two halves leaves room for one more half.
  const lowest = Math.imul(a0, b0);
  const middle = Math.imul(a1, b0) + (lowest >>> 16);
  const other = Math.imul(a0, b1) + (middle & 0xffff);
  const top = Math.imul(a1, b1) + (middle >>> 16) + (other >>> 16);
  high = (top + Math.imul(low, byHigh) + Math.imul(high, byLow)) | 0;
  low = (other << 16) | (lowest & 0xffff);
}

function add(otherLow: number, otherHigh: number): void {
  const sum = (low >>> 0) + (otherLow >>> 0);
  high = (high + otherHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
  low = sum | 0;
}

/** Rotates left by 1 to 31 bits. */
function rotate(bits: number): void {
  const before = low;
  low = (low << bits) | (high >>> (32 - bits));
  high = (high << bits) | (before >>> (32 - bits));
}

/** accumulator = rotate(accumulator + lane * prime2, 31) * prime1 */
function round(laneLow: number, laneHigh: number, accumulatorLow: number, accumulatorHigh: number): void {
  low = laneLow;
  high = laneHigh;
  multiply(prime2Low, prime2High);
  add(accumulatorLow, accumulatorHigh);
  rotate(31);
  multiply(prime1Low, prime1High);
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

const lanes = new Int32Array(8);

/** Hashes bytes `[start, end)` into `hash`. */
export function xxh64(bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  if (end - start >= 32) {
    at = stripes(bytes, start, end);
    converge();
  } else {
    low = prime5Low;
    high = prime5High;
  }
  add(end - start, 0);
  tail(bytes, at, end);
  avalanche();
  hash[0] = low;
  hash[1] = high;
}

/** Takes all whole stripes of 32 bytes into four lanes and returns where they end. */
function stripes(bytes: Uint8Array, start: number, end: number): number {
  low = prime1Low;
  high = prime1High;
  add(prime2Low, prime2High);
  lanes[0] = low;
  lanes[1] = high;
  lanes[2] = prime2Low;
  lanes[3] = prime2High;
  lanes[4] = 0;
  lanes[5] = 0;
  low = ~prime1Low;
  high = ~prime1High;
  add(1, 0);
  lanes[6] = low;
  lanes[7] = high;
  let at = start;
  for (; end - at >= 32; at += 32) {
    for (let lane = 0; lane < 8; lane += 2) {
      round(word(bytes, at + lane * 4), word(bytes, at + lane * 4 + 4), lanes[lane], lanes[lane + 1]);
      lanes[lane] = low;
      lanes[lane + 1] = high;
    }
  }
  return at;
}

const laneRotations = [1, 7, 12, 18];

function converge(): void {
  let sumLow = 0;
  let sumHigh = 0;
  for (let lane = 0; lane < 4; lane++) {
    low = lanes[2 * lane];
    high = lanes[2 * lane + 1];
    rotate(laneRotations[lane]);
    add(sumLow, sumHigh);
    sumLow = low;
    sumHigh = high;
  }
  for (let lane = 0; lane < 4; lane++) {
    round(lanes[2 * lane], lanes[2 * lane + 1], 0, 0);
    low ^= sumLow;
    high ^= sumHigh;
    multiply(prime1Low, prime1High);
    add(prime4Low, prime4High);
    sumLow = low;
    sumHigh = high;
  }
}

function tail(bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  for (; end - at >= 8; at += 8) {
    const savedLow = low;
    const savedHigh = high;
    round(word(bytes, at), word(bytes, at + 4), 0, 0);
    low ^= savedLow;
    high ^= savedHigh;
    rotate(27);
    multiply(prime1Low, prime1High);
    add(prime4Low, prime4High);
  }
  if (end - at >= 4) {
    mix(word(bytes, at), prime1Low, prime1High);
    rotate(23);
    multiply(prime2Low, prime2High);
    add(prime3Low, prime3High);
    at += 4;
  }
  for (; at < end; at++) {
    mix(bytes[at], prime5Low, prime5High);
    rotate(11);
    multiply(prime1Low, prime1High);
  }
}

/** value ^= lane * prime, for a lane of at most 32 bits. */
function mix(lane: number, primeLow: number, primeHigh: number): void {
  const savedLow = low;
  const savedHigh = high;
  low = lane;
  high = 0;
  multiply(primeLow, primeHigh);
  low ^= savedLow;
  high ^= savedHigh;
}

function avalanche(): void {
  low ^= high >>> 1;
  multiply(prime2Low, prime2High);
  // value ^= value >>> 29
  const shifted = (low >>> 29) | (high << 3);
  low ^= shifted;
  high ^= high >>> 29;
  multiply(prime3Low, prime3High);
  low ^= high;
}
