import { corrupt } from '../decode-error.ts';
import { highestBit, readFse } from './fse.ts';
import { lastBit, peekBits } from './reverse-bits.ts';

/** Huffman table of literals: for the next `log` bits, the symbol (low byte) and how many of the bits it takes. */
export interface HuffmanTable {
  readonly log: number;
  readonly entries: Uint16Array;
}

/** RFC 8878, 4.2.1: no code is longer than 11 bits. */
const maxLog = 11;
const maxWeights = 255;

/** Reads the tree description at `at`; returns the table and where the streams begin. */
export function readHuffman(bytes: Uint8Array, at: number): { table: HuffmanTable; end: number } {
  const header = bytes[at];
  if (header < 128) {
    const end = at + 1 + header;
    return { table: buildHuffman(compressedWeights(bytes, at + 1, end)), end };
  }
  const count = header - 127;
  const weights: number[] = [];
  for (let i = 0; i < count; i++) {
    const byte = bytes[at + 1 + (i >> 1)];
    weights.push(i & 1 ? byte & 15 : byte >> 4);
  }
  return { table: buildHuffman(weights), end: at + 1 + ((count + 1) >> 1) };
}

/** Two states take turns until the bits run out; then the other state's symbol is the last (RFC 8878, 4.2.1.2). */
function compressedWeights(bytes: Uint8Array, from: number, end: number): number[] {
  const { table, end: start } = readFse(bytes, from, { maxLog: 6, maxSymbol: maxLog + 1 });
  if (start >= end) throw corrupt('The zstd Huffman weights are cut short.');
  const first = start * 8;
  let position = lastBit(bytes, end) - 2 * table.log;
  if (position < first) throw corrupt('The zstd Huffman weights are cut short.');
  let state = peekBits(bytes, position + table.log, table.log);
  let other = peekBits(bytes, position, table.log);
  const weights: number[] = [];
  for (;;) {
    if (weights.length >= maxWeights) throw corrupt('There are too many zstd Huffman weights.');
    weights.push(table.symbols[state]);
    position -= table.bits[state];
    if (position < first) {
      weights.push(table.symbols[other]);
      return weights;
    }
    const next = table.base[state] + peekBits(bytes, position, table.bits[state]);
    state = other;
    other = next;
  }
}

/** The last weight is not written: it is what makes the sum a power of two. */
function buildHuffman(given: readonly number[]): HuffmanTable {
  const sum = given.reduce((total, weight) => total + ((1 << weight) >> 1), 0);
  const log = highestBit(sum) + 1;
  const rest = (1 << log) - sum;
  if (sum === 0 || log > maxLog || (rest & (rest - 1)) !== 0 || given.length > maxWeights) {
    throw corrupt('The zstd Huffman weights do not add up.');
  }
  const weights = [...given, highestBit(rest) + 1];
  const entries = new Uint16Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    const span = 1 << (weight - 1);
    weights.forEach((own, symbol) => {
      if (own !== weight) return;
      entries.fill(symbol | ((log + 1 - weight) << 8), at, at + span);
      at += span;
    });
  }
  return { log, entries };
}

/** Bytes of one compressed stream: `from` to `end` in `bytes`. */
export interface StreamRange {
  readonly from: number;
  readonly end: number;
}

/** Decodes one stream into all of `out`; its bits must be used up exactly. */
export function decodeHuffman(
  bytes: Uint8Array,
  { from, end }: StreamRange,
  table: HuffmanTable,
  out: Uint8Array,
): void {
  if (end <= from) throw corrupt('A zstd literal stream is empty.');
  const { log, entries } = table;
  const first = from * 8;
  const mask = (1 << log) - 1;
  let position = lastBit(bytes, end);
  let at = 0;
  while (at < out.length && position - log >= first) {
    const low = position - log;
    const byte = low >> 3;
    const word = bytes[byte] | (bytes[byte + 1] << 8) | (bytes[byte + 2] << 16);
    const entry = entries[(word >> (low & 7)) & mask];
    out[at++] = entry;
    position -= entry >> 8;
  }
  for (; at < out.length; at++) {
    const left = position - first;
    const entry = entries[(peekBits(bytes, first, left) << (log - left)) & mask];
    if (left <= 0 || entry >> 8 > left) throw corrupt('A zstd literal stream is cut short.');
    out[at] = entry;
    position -= entry >> 8;
  }
  if (position !== first) throw corrupt('A zstd literal stream is longer than its literals.');
}
