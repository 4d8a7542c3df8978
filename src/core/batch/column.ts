import type { Dictionary } from './dictionary.ts';

/** One value a row, by id. Shared, never written to by readers of the batch. */
export interface TextColumn {
  readonly kind: 'text';
  readonly ids: Uint32Array;
  readonly dictionary: Dictionary;
}

/** Distinct lists of value ids: list `l` is `items[starts[l] .. starts[l + 1])`; list 0 is absent. */
export interface ListTable {
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
  /** Highest list id in use. */
  readonly size: number;
}

/** Many values a row: `ids` are list ids, `dictionary` holds the values. */
export interface ListColumn {
  readonly kind: 'list';
  readonly ids: Uint32Array;
  readonly lists: ListTable;
  readonly dictionary: Dictionary;
}

/**
 * 64-bit integers, two 32-bit words a row, low word first: `new BigInt64Array(words.buffer, words.byteOffset, rows)` is
 * the same memory, and copying words makes no BigInt. `present` is null when every row has a value.
 */
export interface Int64Column {
  readonly kind: 'int64';
  readonly words: Int32Array;
  readonly present: Uint8Array | null;
}

export interface DoubleColumn {
  readonly kind: 'double';
  readonly values: Float64Array;
  readonly present: Uint8Array | null;
}

/** 0 absent, 1 false, 2 true. */
export interface BooleanColumn {
  readonly kind: 'boolean';
  readonly values: Uint8Array;
}

/** Raw bytes a row, laid out as a Parquet PLAIN page body: a 32-bit little-endian length, then the bytes, row after row. */
export interface BytesColumn {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  /** Where each row's bytes begin (behind its length); strictly rising. */
  readonly starts: Uint32Array;
}

export type Column = TextColumn | ListColumn | Int64Column | DoubleColumn | BooleanColumn | BytesColumn;

/** 2^32, the weight of the high word. */
const high = 4294967296;

/** A 64-bit value as a double: exact to 2^53, enough for days and order of magnitude. */
export function int64ToNumber(words: Int32Array, row: number): number {
  return words[2 * row + 1] * high + (words[2 * row] >>> 0);
}

export function int64ToBigInt(words: Int32Array, row: number): bigint {
  return (BigInt(words[2 * row + 1]) << 32n) | BigInt(words[2 * row] >>> 0);
}

export function setInt64(words: Int32Array, row: number, value: bigint): void {
  words[2 * row] = Number(BigInt.asIntN(32, value));
  words[2 * row + 1] = Number(BigInt.asIntN(32, value >> 32n));
}
