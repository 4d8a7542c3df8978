/**
 * XXH64 with seed 0 over bytes given piece by piece; zstd frames carry its low 32 bits (RFC 8878, 3.1.1;
 * https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). 64-bit numbers are kept as two 32-bit halves, which is
 * many times faster than BigInt.
 */
export interface Xxh64 {
  update(bytes: Uint8Array): void;
  /** The low 32 bits of the hash of everything so far. */
  low32(): number;
}

/** A 64-bit number: high and low half, both as signed 32-bit integers. */
type Pair = Int32Array;

const pair = (high: number, low: number): Pair => Int32Array.of(high, low);
const prime1 = pair(0x9e3779b1, 0x85ebca87);
const prime2 = pair(0xc2b2ae3d, 0x27d4eb4f);
const prime3 = pair(0x165667b1, 0x9e3779f9);
const prime4 = pair(0x85ebca77, 0xc2b2ae63);
const prime5 = pair(0x27d4eb2f, 0x165667c5);
const stripe = 32;

export function xxh64(): Xxh64 {
  const lanes = [pair(0, 0), pair(0, 0), pair(0, 0), pair(0, 0)];
  add(add(lanes[0], prime1), prime2);
  add(lanes[1], prime2);
  subtract(lanes[3], prime1);
  const rest = new Uint8Array(stripe);
  let restSize = 0;
  let total = 0;

  function update(bytes: Uint8Array): void {
    total += bytes.length;
    let at = 0;
    if (restSize > 0) {
      at = Math.min(stripe - restSize, bytes.length);
      rest.set(bytes.subarray(0, at), restSize);
      restSize += at;
      if (restSize < stripe) return;
      stripes(lanes, rest, 0);
    }
    at = stripes(lanes, bytes, at);
    restSize = bytes.length - at;
    rest.set(bytes.subarray(at), 0);
  }

  return { update, low32: () => finish(lanes, rest.subarray(0, restSize), total)[1] >>> 0 };
}

function stripes(lanes: readonly Pair[], bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at + stripe <= bytes.length; at += stripe) {
    for (let lane = 0; lane < 4; lane++) round(lanes[lane], read(bytes, at + lane * 8), read(bytes, at + lane * 8 + 4));
  }
  return at;
}

function finish(lanes: readonly Pair[], rest: Uint8Array, total: number): Pair {
  const hash = pair(0, 0);
  if (total < stripe) add(hash, prime5);
  else merge(hash, lanes);
  add(hash, pair(Math.floor(total / 2 ** 32), total | 0));
  let at = 0;
  for (; at + 8 <= rest.length; at += 8) {
    const lane = pair(0, 0);
    round(lane, read(rest, at), read(rest, at + 4));
    xor(hash, lane);
    add(multiply(rotate(hash, 27), prime1), prime4);
  }
  if (at + 4 <= rest.length) {
    xor(hash, multiply(pair(0, read(rest, at)), prime1));
    add(multiply(rotate(hash, 23), prime2), prime3);
    at += 4;
  }
  for (; at < rest.length; at++) {
    xor(hash, multiply(pair(0, rest[at]), prime5));
    multiply(rotate(hash, 11), prime1);
  }
  return avalanche(hash);
}

function merge(hash: Pair, lanes: readonly Pair[]): void {
  [1, 7, 12, 18].forEach((bits, i) => {
    add(hash, rotate(Int32Array.from(lanes[i]), bits));
  });
  for (const lane of lanes) {
    const mixed = pair(0, 0);
    round(mixed, lane[1], lane[0]);
    xor(hash, mixed);
    add(multiply(hash, prime1), prime4);
  }
}

function avalanche(hash: Pair): Pair {
  shiftXor(hash, 33);
  multiply(hash, prime2);
  shiftXor(hash, 29);
  multiply(hash, prime3);
  return shiftXor(hash, 32);
}

const read = (bytes: Uint8Array, at: number): number =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);

/** lane = rotate(lane + value * prime2, 31) * prime1 */
function round(lane: Pair, low: number, high: number): void {
  input[0] = high;
  input[1] = low;
  multiply(rotate(add(lane, multiply(input, prime2)), 31), prime1);
}

const input = pair(0, 0);

function add(a: Pair, b: Pair): Pair {
  const low = (a[1] >>> 0) + (b[1] >>> 0);
  a[0] = a[0] + b[0] + (low > 0xffffffff ? 1 : 0);
  a[1] = low;
  return a;
}

function subtract(a: Pair, b: Pair): Pair {
  const borrow = a[1] >>> 0 < b[1] >>> 0 ? 1 : 0;
  a[0] = a[0] - b[0] - borrow;
  a[1] = a[1] - b[1];
  return a;
}

function xor(a: Pair, b: Pair): Pair {
  a[0] ^= b[0];
  a[1] ^= b[1];
  return a;
}

/** a = a * b, modulo 2^64. */
function multiply(a: Pair, b: Pair): Pair {
  const low = a[1] >>> 0;
  const aLow = low & 0xffff;
  const aHigh = low >>> 16;
  const bLow = b[1] & 0xffff;
  const bHigh = b[1] >>> 16;
  const lowLow = aLow * bLow;
  const middle = aHigh * bLow + (lowLow >>> 16);
  const middle2 = aLow * bHigh + (middle % 0x10000);
  const carried = aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(middle2 / 0x10000);
  a[0] = carried + Math.imul(a[0], b[1]) + Math.imul(low, b[0]);
  a[1] = Math.imul(low, b[1]);
  return a;
}

/** Rotates left by 1 to 31 bits. */
function rotate(a: Pair, bits: number): Pair {
  const high = a[0];
  a[0] = (high << bits) | (a[1] >>> (32 - bits));
  a[1] = (a[1] << bits) | (high >>> (32 - bits));
  return a;
}

/** a = a ^ (a >>> bits), for 29 to 33 bits. */
function shiftXor(a: Pair, bits: number): Pair {
  const high = a[0];
  if (bits < 32) {
    a[1] ^= (a[1] >>> bits) | (high << (32 - bits));
    a[0] = high ^ (high >>> bits);
  } else {
    a[1] ^= high >>> (bits - 32);
  }
  return a;
}
