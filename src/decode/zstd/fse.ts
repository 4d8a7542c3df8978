import { corrupt } from '../decode-error.ts';

/** A finite state entropy table: what each state stands for, and how the next state is made from the bits that follow. */
export interface FseTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly base: Uint16Array;
}

export interface FseLimits {
  readonly maxLog: number;
  readonly maxSymbol: number;
}

export const highestBit = (value: number): number => 31 - Math.clz32(value);

/** A table whose only symbol costs no bits. */
export function singleFse(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), base: new Uint16Array(1) };
}

/** Table from normalised probabilities, -1 meaning "less than one" (RFC 8878, 4.1.1). */
export function buildFse(probabilities: ArrayLike<number>, log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(probabilities.length);
  let high = size;
  for (let symbol = 0; symbol < probabilities.length; symbol++) {
    next[symbol] = Math.abs(probabilities[symbol]);
    if (probabilities[symbol] === -1) symbols[--high] = symbol;
  }
  spread(probabilities, symbols, high);
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const value = next[symbols[state]]++;
    bits[state] = log - highestBit(value);
    base[state] = (value << bits[state]) - size;
  }
  return { log, symbols, bits, base };
}

function spread(probabilities: ArrayLike<number>, symbols: Uint8Array, high: number): void {
  const size = symbols.length;
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  for (let symbol = 0; symbol < probabilities.length; symbol++) {
    for (let i = 0; i < probabilities[symbol]; i++) {
      symbols[position] = symbol;
      do {
        position = (position + step) & (size - 1);
      } while (position >= high);
    }
  }
}

/** Reads a table description at `at`; returns the table and where it ends. Bytes beyond the array count as zero. */
export function readFse(
  bytes: Uint8Array,
  at: number,
  { maxLog, maxSymbol }: FseLimits,
): { table: FseTable; end: number } {
  let position = at * 8;
  const peek = (count: number) => (load24(bytes, position >> 3) >> (position & 7)) & ((1 << count) - 1);
  const log = peek(4) + 5;
  position += 4;
  if (log > maxLog) throw corrupt('A zstd table is larger than allowed.');
  const probabilities = new Int16Array(maxSymbol + 1);
  let left = 1 << log;
  let symbol = 0;
  while (left > 0) {
    if (symbol > maxSymbol) throw corrupt('A zstd table names too many symbols.');
    const bits = highestBit(left + 1) + 1;
    const half = (1 << (bits - 1)) - 1;
    const threshold = (1 << bits) - 2 - left;
    let value = peek(bits);
    if ((value & half) < threshold) {
      value &= half;
      position += bits - 1;
    } else {
      if (value > half) value -= threshold;
      position += bits;
    }
    probabilities[symbol++] = value - 1;
    left -= Math.abs(value - 1);
    for (let zeros = value === 1 ? 3 : 0; zeros === 3; symbol += zeros) {
      zeros = peek(2);
      position += 2;
      if (symbol > maxSymbol) break;
    }
  }
  if (left < 0) throw corrupt('The probabilities of a zstd table do not add up.');
  return { table: buildFse(probabilities, log), end: (position + 7) >> 3 };
}

const load24 = (bytes: Uint8Array, at: number): number => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
