import { corrupt } from '../decode-error.ts';
import { decodeHuffman, type HuffmanTable, readHuffman } from './huffman.ts';

export const maxBlockBytes = 128 << 10;

export interface Literals {
  readonly bytes: Uint8Array;
  /** Where the section ends in the block. */
  readonly end: number;
  /** The table in force after this block, which the next may use again. */
  readonly table: HuffmanTable | null;
}

/** A block's bytes: `from` to `end` in an array with room behind. */
export interface BlockRange {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
}

/** The literals section of a block (RFC 8878, 3.1.1.3.1). `table` is the one of the block before. */
export function readLiterals({ bytes, from, end }: BlockRange, table: HuffmanTable | null): Literals {
  const type = bytes[from] & 3;
  const format = (bytes[from] >> 2) & 3;
  if (type >= 2) return compressedLiterals({ bytes, from, end }, table);
  const headerSize = format === 1 ? 2 : format === 3 ? 3 : 1;
  const header = bytes[from] | (bytes[from + 1] << 8) | (bytes[from + 2] << 16);
  const size = (header & (2 ** (8 * headerSize) - 1)) >> (headerSize === 1 ? 3 : 4);
  const start = from + headerSize;
  const after = start + (type === 0 ? size : 1);
  if (size > maxBlockBytes || after > end) throw corrupt('A zstd literals section is longer than its block.');
  const literals = type === 0 ? bytes.subarray(start, after) : new Uint8Array(size).fill(bytes[start]);
  return { bytes: literals, end: after, table };
}

function compressedLiterals({ bytes, from, end }: BlockRange, previous: HuffmanTable | null): Literals {
  const { size, stored, start, streams } = compressedHeader(bytes, from);
  const after = start + stored;
  if (size > maxBlockBytes || after > end) throw corrupt('A zstd literals section is longer than its block.');
  const repeats = (bytes[from] & 3) === 3;
  const { table, end: body } = repeats ? { table: previous, end: start } : readHuffman(bytes, start);
  if (table === null) throw corrupt('A zstd block uses the Huffman table of a block before, and there is none.');
  const out = new Uint8Array(size);
  if (streams === 1) decodeHuffman(bytes, { from: body, end: after }, table, out);
  else fourStreams({ bytes, from: body, end: after }, table, out);
  return { bytes: out, end: after, table };
}

/** Sizes of both kinds have 10, 10, 14 or 18 bits, by the format bits; only format 0 has a single stream. */
function compressedHeader(bytes: Uint8Array, from: number) {
  const format = (bytes[from] >> 2) & 3;
  const bits = [10, 10, 14, 18][format];
  const headerSize = [3, 3, 4, 5][format];
  let header = 0;
  for (let i = headerSize - 1; i >= 0; i--) header = header * 256 + bytes[from + i];
  const sizes = Math.floor(header / 16);
  const size = sizes % 2 ** bits;
  const stored = Math.floor(sizes / 2 ** bits);
  return { size, stored, start: from + headerSize, streams: format === 0 ? 1 : 4 };
}

function fourStreams({ bytes, from, end }: BlockRange, table: HuffmanTable, out: Uint8Array): void {
  const share = (out.length + 3) >> 2;
  let at = from + 6;
  for (let stream = 0; stream < 4; stream++) {
    const length = bytes[from + stream * 2] | (bytes[from + stream * 2 + 1] << 8);
    const stop = stream === 3 ? end : at + length;
    if (stop > end) throw corrupt('A zstd literal stream is longer than its section.');
    const part = out.subarray(stream * share, stream === 3 ? out.length : (stream + 1) * share);
    decodeHuffman(bytes, { from: at, end: stop }, table, part);
    at = stop;
  }
}
