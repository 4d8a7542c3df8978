import type { BooleanColumn, DoubleColumn, Int64Column } from '../batch/column.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { encodeLevels, encodeSameLevels } from './encode-levels.ts';
import { Encoding } from './format.ts';
import type { Statistics } from './metadata.ts';
import type { Workspace } from './workspace.ts';

/** What a column of fixed-width values adds to a page, and what it knows at the end. */
interface FixedValues {
  /** Null when every row has a value. */
  readonly isPresent: ((row: number) => boolean) | null;
  /** Appends the values of `rows`, all present. */
  append(rows: Uint32Array, out: ByteBuffer): void;
  statistics(nulls: number): Statistics;
}

export function encodeInt64(column: Int64Column, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { words, present } = column;
  const bounds: Bounds = { min: -1, max: -1 };
  return encodeFixed(rows, target, {
    isPresent: present === null ? null : (row) => present[row] !== 0,
    append(some, out) {
      if (present === null && target.isSpan) {
        out.append(new Uint8Array(words.buffer, words.byteOffset + 8 * some[0], 8 * some.length));
      } else appendWords(words, some, out);
      widen(bounds, words, some);
    },
    statistics: (nulls) => ({
      nulls,
      ...(bounds.min < 0 ? {} : { min: int64Bytes(words, bounds.min), max: int64Bytes(words, bounds.max) }),
      exact: true,
    }),
  });
}

function appendWords(words: Int32Array, rows: Uint32Array, out: ByteBuffer): void {
  out.reserve(rows.length * 8);
  const view = new DataView(out.bytes.buffer, out.bytes.byteOffset + out.length);
  for (let index = 0; index < rows.length; index++) {
    view.setInt32(index * 8, words[2 * rows[index]], true);
    view.setInt32(index * 8 + 4, words[2 * rows[index] + 1], true);
  }
  out.length += rows.length * 8;
}

/** The least and the greatest of the values seen, by their rows; -1 when there is none. */
interface Bounds {
  min: number;
  max: number;
}

function widen(bounds: Bounds, words: Int32Array, rows: Uint32Array): void {
  if (rows.length === 0) return;
  bounds.min = leastRow(words, rows, bounds.min < 0 ? rows[0] : bounds.min);
  bounds.max = greatestRow(words, rows, bounds.max < 0 ? rows[0] : bounds.max);
}

/** Low words have no sign; with this bit the other way round they compare as numbers that have one. */
const signBit = 0x80000000 | 0;

function leastRow(words: Int32Array, rows: Uint32Array, before: number): number {
  let least = before;
  let leastLow = words[2 * before] ^ signBit;
  let leastHigh = words[2 * before + 1];
  for (let index = 0; index < rows.length; index++) {
    const low = words[2 * rows[index]] ^ signBit;
    const high = words[2 * rows[index] + 1];
    if (high > leastHigh || (high === leastHigh && low >= leastLow)) continue;
    least = rows[index];
    leastLow = low;
    leastHigh = high;
  }
  return least;
}

function greatestRow(words: Int32Array, rows: Uint32Array, before: number): number {
  let greatest = before;
  let greatestLow = words[2 * before] ^ signBit;
  let greatestHigh = words[2 * before + 1];
  for (let index = 0; index < rows.length; index++) {
    const low = words[2 * rows[index]] ^ signBit;
    const high = words[2 * rows[index] + 1];
    if (high < greatestHigh || (high === greatestHigh && low <= greatestLow)) continue;
    greatest = rows[index];
    greatestLow = low;
    greatestHigh = high;
  }
  return greatest;
}

export function encodeDouble(column: DoubleColumn, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { values, present } = column;
  return encodeFixed(rows, target, {
    isPresent: present === null ? null : (row) => present[row] !== 0,
    append(some, out) {
      out.reserve(some.length * 8);
      const view = new DataView(out.bytes.buffer, out.bytes.byteOffset + out.length);
      some.forEach((row, index) => {
        view.setFloat64(index * 8, values[row], true);
      });
      out.length += some.length * 8;
    },
    // NaN and the two zeros make bounds of doubles a matter of readers' opinions; none of our fields needs them.
    statistics: (nulls) => ({ nulls, exact: true }),
  });
}

export function encodeBoolean(column: BooleanColumn, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { values } = column;
  return encodeFixed(rows, target, {
    isPresent: (row) => values[row] !== 0,
    append(some, out) {
      const bytes = (some.length + 7) >> 3;
      out.reserve(bytes);
      out.bytes.fill(0, out.length, out.length + bytes);
      some.forEach((row, index) => {
        if (values[row] === 2) out.bytes[out.length + (index >> 3)] |= 1 << (index & 7);
      });
      out.length += bytes;
    },
    statistics: (nulls) => ({ nulls, exact: true }),
  });
}

function encodeFixed(rows: Uint32Array, target: ChunkTarget, source: FixedValues): EncodedChunk {
  const { workspace } = target;
  const { page } = workspace;
  let nulls = 0;
  for (let start = 0; start < rows.length; start += target.pageRows) {
    const end = Math.min(rows.length, start + target.pageRows);
    const some = rows.subarray(start, end);
    page.clear();
    const having = source.isPresent === null ? some : presentRows(some, source.isPresent, workspace);
    if (!target.required) {
      if (having.length === some.length) encodeSameLevels(1, some.length, page);
      else encodeLevels(workspace.definition, { start: 0, end: some.length }, 1, page);
    }
    nulls += some.length - having.length;
    source.append(having, page);
    target.chunk.data({ body: page.view(), encoding: Encoding.plain, values: some.length }, start);
  }
  return { statistics: source.statistics(nulls), bloom: null };
}

/** Those of the rows that have a value; the workspace's `definition` says for each whether it has. */
function presentRows(rows: Uint32Array, isPresent: (row: number) => boolean, workspace: Workspace): Uint32Array {
  workspace.prepare(rows.length, 0);
  const { definition, ids } = workspace;
  let present = 0;
  for (let index = 0; index < rows.length; index++) {
    const has = isPresent(rows[index]);
    definition[index] = has ? 1 : 0;
    if (has) ids[present++] = rows[index];
  }
  return ids.subarray(0, present);
}

function int64Bytes(words: Int32Array, row: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, words[2 * row], true);
  view.setInt32(4, words[2 * row + 1], true);
  return bytes;
}
