import type { BooleanColumn, DoubleColumn, Int64Column } from '../batch/column.ts';
import type { ColumnMemory } from '../batch/column-memory.ts';
import { corrupt } from './corrupt.ts';
import { decodePresence } from './decode-levels.ts';
import { eachPage } from './decode-text.ts';
import { Encoding } from './format.ts';
import type { ColumnSchema } from './metadata.ts';
import type { ChunkPages, PageBody } from './read-pages.ts';

export function decodeInt64(
  schema: ColumnSchema,
  pages: ChunkPages,
  { rows, memory }: { readonly rows: number; readonly memory?: ColumnMemory | undefined },
): Int64Column {
  const words = memory?.int32(rows * 2) ?? new Int32Array(rows * 2);
  if (schema.required) {
    fillWords(pages, rows, words);
    return { kind: 'int64', words, present: null };
  }
  const present = eachValue(pages, { rows, required: schema.required, bits: 64 }, (row, view, value) => {
    words[2 * row] = view.getInt32(value * 8, true);
    words[2 * row + 1] = view.getInt32(value * 8 + 4, true);
  });
  return { kind: 'int64', words, present };
}

/** Without levels the pages are the words: Parquet and all machines Node runs on are little-endian. */
function fillWords(pages: ChunkPages, rows: number, words: Int32Array): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  eachPage(pages.data, rows, Encoding.plain, ({ body, values }, firstRow) => {
    if (body.length !== values * 8) throw corrupt('a page of numbers ends too early');
    bytes.set(body, firstRow * 8);
  });
}

export function decodeDouble(schema: ColumnSchema, pages: ChunkPages, rows: number): DoubleColumn {
  const values = new Float64Array(rows);
  const present = eachValue(pages, { rows, required: schema.required, bits: 64 }, (row, view, value) => {
    values[row] = view.getFloat64(value * 8, true);
  });
  return { kind: 'double', values, present };
}

export function decodeBoolean(pages: ChunkPages, rows: number): BooleanColumn {
  const values = new Uint8Array(rows);
  eachValue(pages, { rows, required: false, bits: 1 }, (row, view, value) => {
    values[row] = 1 + ((view.getUint8(value >> 3) >> (value & 7)) & 1);
  });
  return { kind: 'boolean', values };
}

interface FixedColumn {
  readonly rows: number;
  readonly required: boolean;
  readonly bits: number;
}

/** Calls back for each row that has a value with its place in the page; returns which rows have one, null for all. */
function eachValue(
  pages: ChunkPages,
  column: FixedColumn,
  take: (row: number, values: DataView, index: number) => void,
): Uint8Array | null {
  const present = new Uint8Array(column.rows);
  let total = 0;
  eachPage(pages.data, column.rows, Encoding.plain, (page, firstRow) => {
    const has = present.subarray(firstRow, firstRow + page.values);
    const { at, count } = column.required ? { at: 0, count: has.fill(1).length } : presence(page, has);
    const bytes = Math.ceil((count * column.bits) / 8);
    if (at + bytes > page.body.length) throw corrupt('a page of numbers ends too early');
    const view = new DataView(page.body.buffer, page.body.byteOffset + at, bytes);
    let value = 0;
    for (let row = 0; row < page.values; row++) if (has[row] !== 0) take(firstRow + row, view, value++);
    total += count;
  });
  return total === column.rows ? null : present;
}

function presence(page: PageBody, into: Uint8Array): { at: number; count: number } {
  const { at, present } = decodePresence(page.body, into);
  return { at, count: present };
}
