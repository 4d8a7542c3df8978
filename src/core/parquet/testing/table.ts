import fc from 'fast-check';
import { type Column, type ListColumn, setInt64 } from '../../batch/column.ts';
import { type Dictionary, GrowingDictionary, ValueKind } from '../../batch/dictionary.ts';
import { ByteBuffer } from '../byte-buffer.ts';
import type { PageCodec } from '../format.ts';
import type { ColumnSchema, FileMetadata } from '../metadata.ts';
import { createParquetWriter } from '../parquet-writer.ts';
import { decodeMetadata, footerStart, trailerBytes } from '../read-metadata.ts';

/** A value as readers give it. */
export type Cell = string | string[] | bigint | number | boolean | null;
/** Values of each kind of column, by row. */
export interface Table {
  readonly text: (string | null)[];
  readonly unique: (string | null)[];
  readonly list: string[][];
  readonly int64: (bigint | null)[];
  readonly time: bigint[];
  readonly double: (number | null)[];
  readonly boolean: (boolean | null)[];
  readonly raw: string[];
}

export const schema: ColumnSchema[] = [
  { name: 'text', kind: 'text', required: false },
  { name: 'unique', kind: 'text', required: false },
  { name: 'list', kind: 'list', required: false },
  { name: 'int64', kind: 'int64', required: false },
  { name: 'time', kind: 'time', required: true },
  { name: 'double', kind: 'double', required: false },
  { name: 'boolean', kind: 'boolean', required: false },
  { name: 'raw', kind: 'raw', required: true },
];

function bytesColumn(values: string[]): Column {
  const utf8 = new TextEncoder();
  const out = new ByteBuffer();
  const starts = Uint32Array.from(values, (value) => {
    const bytes = utf8.encode(value);
    out.append(Uint8Array.of(bytes.length & 255, bytes.length >>> 8, 0, 0));
    out.append(bytes);
    return out.length - bytes.length;
  });
  return { kind: 'bytes', bytes: out.view(), starts };
}

function listColumn(values: string[][]): ListColumn {
  const dictionary = new GrowingDictionary();
  const known = new Map<string, number>();
  const starts = [0, 0];
  const items: number[] = [];
  const ids = values.map((list) => {
    const key = JSON.stringify(list);
    if (!known.has(key)) {
      items.push(...list.map((value) => dictionary.put(value)));
      known.set(key, starts.length - 1);
      starts.push(items.length);
    }
    return known.get(key)!;
  });
  const lists = { starts: Uint32Array.from(starts), items: Uint32Array.from(items), size: starts.length - 2 };
  return { kind: 'list', ids: Uint32Array.from(ids), lists, dictionary };
}

function uniqueDictionary(values: (string | null)[]): { ids: Uint32Array; dictionary: Dictionary } {
  const texts = ['', ...values.filter((value) => value !== null)];
  let id = 0;
  const ids = Uint32Array.from(values, (value) => (value === null ? 0 : ++id));
  return { ids, dictionary: { size: id, unique: true, text: (of) => texts[of], kind: () => ValueKind.text } };
}

function int64Column(values: (bigint | null)[]): Column {
  const words = new Int32Array(values.length * 2);
  values.forEach((value, row) => {
    setInt64(words, row, value ?? 0n);
  });
  return { kind: 'int64', words, present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)) };
}

export function columnsOf(table: Table): Map<string, Column> {
  const dictionary = new GrowingDictionary();
  const textIds = table.text.map((value) => (value === null ? 0 : dictionary.put(value)));
  return new Map<string, Column>([
    ['text', { kind: 'text', ids: Uint32Array.from(textIds), dictionary }],
    ['unique', { kind: 'text', ...uniqueDictionary(table.unique) }],
    ['list', listColumn(table.list)],
    ['int64', int64Column(table.int64)],
    ['time', { ...int64Column(table.time), present: null } as Column],
    [
      'double',
      {
        kind: 'double',
        values: Float64Array.from(table.double, (value) => value ?? 0),
        present: Uint8Array.from(table.double, (value) => (value === null ? 0 : 1)),
      },
    ],
    [
      'boolean',
      { kind: 'boolean', values: Uint8Array.from(table.boolean, (value) => (value === null ? 0 : value ? 2 : 1)) },
    ],
    ['raw', bytesColumn(table.raw)],
  ]);
}

export interface Cut {
  readonly groupRows: number;
  readonly pageRows: number;
  readonly rawPageBytes: number;
}

/** A file of the table's rows in the given order. */
export function fileOf(of: Table, rows: Uint32Array, { groupRows, ...pages }: Cut, codec: PageCodec): Uint8Array {
  const out = new ByteBuffer();
  const writer = createParquetWriter({
    columns: schema,
    codec,
    put: (bytes) => out.append(bytes),
    bloom: new Set(['text', 'unique', 'list']),
    keyValues: new Map([['made', 'by a test']]),
    ...pages,
  });
  const columns = columnsOf(of);
  for (let row = 0; row < rows.length; row += groupRows) writer.rowGroup(columns, rows.subarray(row, row + groupRows));
  writer.finish();
  return out.view();
}

export function metadataOf(file: Uint8Array): FileMetadata {
  const start = footerStart(file.subarray(-trailerBytes), file.length);
  return decodeMetadata(file.subarray(start, file.length - trailerBytes), start);
}

export type Row = Record<string, Cell>;

/** What readers must see: absent and empty lists are one, and a lone surrogate becomes U+FFFD. */
export function expectedRows(table: Table, rows: Uint32Array): Row[] {
  return [...rows].map((row) => ({
    text: table.text[row],
    unique: table.unique[row],
    list: table.list[row].length === 0 ? null : table.list[row],
    int64: table.int64[row],
    time: table.time[row],
    double: table.double[row],
    boolean: table.boolean[row],
    raw: table.raw[row],
  }));
}

const word = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'b',
    'GET',
    'ü',
    '串',
    '😀',
    '\u0000',
    'x'.repeat(70),
    `${'é'.repeat(40)}z`,
    '\ue000',
    '\u{10ffff}'.repeat(20),
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const long = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
const column = <T>(value: fc.Arbitrary<T>, size: number) => fc.array(value, { minLength: size, maxLength: size });
/** Tables of 0 to 400 rows. */
export const table = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 400 })).chain((size) =>
  fc.record<Table>({
    text: column(fc.option(word), size),
    unique: column(fc.option(word), size),
    list: column(fc.array(word, { maxLength: 4 }), size),
    int64: column(fc.option(long), size),
    time: column(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }), size),
    double: column(fc.option(fc.double({ noNaN: true })), size),
    boolean: column(fc.option(fc.boolean()), size),
    raw: column(word, size),
  }),
);
/** How a file is cut into row groups and pages. */
export const cut = fc.record({
  groupRows: fc.constantFrom(7, 64, 1000),
  pageRows: fc.constantFrom(3, 16, 1000),
  rawPageBytes: fc.constantFrom(1, 50, 10_000),
});
export const everyRow = (of: Table) => Uint32Array.from(of.raw.keys());
