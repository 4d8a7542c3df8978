import type { BooleanColumn, DoubleColumn, Int64Column } from '../batch/column.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { encodeLevels } from './encode-levels.ts';
import { Encoding } from './format.ts';
import type { Statistics } from './metadata.ts';

/** What a column of fixed-width values adds to a page, and what it knows at the end. */
interface FixedValues {
  isPresent(row: number): boolean;
  /** Appends the values of `rows`, all present. */
  append(rows: Uint32Array, out: ByteBuffer): void;
  statistics(nulls: number): Statistics;
}

export function encodeInt64(column: Int64Column, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { words, present } = column;
  let min = -1;
  let max = -1;
  return encodeFixed(rows, target, {
    isPresent: (row) => present === null || present[row] !== 0,
    append(some, out) {
      out.reserve(some.length * 8);
      const view = new DataView(out.bytes.buffer, out.bytes.byteOffset + out.length);
      some.forEach((row, index) => {
        view.setInt32(index * 8, words[2 * row], true);
        view.setInt32(index * 8 + 4, words[2 * row + 1], true);
        if (min < 0 || isLess(words, row, min)) min = row;
        if (max < 0 || isLess(words, max, row)) max = row;
      });
      out.length += some.length * 8;
    },
    statistics(nulls) {
      return min < 0
        ? { nulls, exact: true }
        : { nulls, min: int64Bytes(words, min), max: int64Bytes(words, max), exact: true };
    },
  });
}

export function encodeDouble(column: DoubleColumn, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { values, present } = column;
  return encodeFixed(rows, target, {
    isPresent: (row) => present === null || present[row] !== 0,
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
  workspace.prepare(rows.length, 0);
  const { page, definition, ids } = workspace;
  let nulls = 0;
  for (let start = 0; start < rows.length; start += target.pageRows) {
    const end = Math.min(rows.length, start + target.pageRows);
    let present = 0;
    for (let index = start; index < end; index++) {
      const has = source.isPresent(rows[index]);
      definition[index] = has ? 1 : 0;
      if (has) ids[present++] = rows[index];
    }
    nulls += end - start - present;
    page.clear();
    if (!target.required) encodeLevels(definition, { start, end }, 1, page);
    source.append(ids.subarray(0, present), page);
    target.chunk.data({ body: page.view(), encoding: Encoding.plain, values: end - start }, start);
  }
  return { statistics: source.statistics(nulls), bloom: null };
}

function isLess(words: Int32Array, a: number, b: number): boolean {
  const high = words[2 * a + 1] - words[2 * b + 1];
  return high < 0 || (high === 0 && words[2 * a] >>> 0 < words[2 * b] >>> 0);
}

function int64Bytes(words: Int32Array, row: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, words[2 * row], true);
  view.setInt32(4, words[2 * row + 1], true);
  return bytes;
}
