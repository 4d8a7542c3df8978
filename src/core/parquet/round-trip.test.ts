import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zstdCodec } from '../../segments/compress.ts';
import type { Column, ListColumn } from '../batch/column.ts';
import { int64ToBigInt, setInt64 } from '../batch/column.ts';
import { type Dictionary, GrowingDictionary, ValueKind } from '../batch/dictionary.ts';
import { KushiError } from '../error/error.ts';
import { decodeBloomFilter, mayContain } from './bloom-filter.ts';
import { decodeColumn } from './decode-column.ts';
import { decodeListPage } from './decode-list.ts';
import { decodeDictionary } from './decode-values.ts';
import type { ColumnSchema, FileMetadata } from './metadata.ts';
import { createParquetWriter } from './parquet-writer.ts';
import { decodeMetadata, decodePageLocations, footerStart, trailerBytes } from './read-metadata.ts';
import { readPages } from './read-pages.ts';
import { readValue } from './read-value.ts';

const codec = zstdCodec(1);
const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const fuzz = { numRuns: 1e6, interruptAfterTimeLimit: seconds * 500, seed };

type Cell = string | string[] | bigint | number | boolean | null;
interface Table {
  readonly text: (string | null)[];
  readonly unique: (string | null)[];
  readonly list: string[][];
  readonly int64: (bigint | null)[];
  readonly time: bigint[];
  readonly double: (number | null)[];
  readonly boolean: (boolean | null)[];
  readonly raw: string[];
}

const schema: ColumnSchema[] = [
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
  const encoded = values.map((value) => Buffer.from(value));
  const bytes = Buffer.alloc(encoded.reduce((sum, value) => sum + 4 + value.length, 0));
  const starts = new Uint32Array(values.length);
  let at = 0;
  encoded.forEach((value, row) => {
    bytes.writeUInt32LE(value.length, at);
    starts[row] = at + 4;
    value.copy(bytes, at + 4);
    at += 4 + value.length;
  });
  return { kind: 'bytes', bytes: new Uint8Array(bytes), starts };
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

function columnsOf(table: Table): Map<string, Column> {
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

/** A file of the table's rows in the given order, `groupRows` a row group. */
function write(
  table: Table,
  rows: Uint32Array,
  cut: { groupRows: number; pageRows: number; rawPageBytes: number },
): Buffer {
  const chunks: Uint8Array[] = [];
  const writer = createParquetWriter({
    columns: schema,
    codec,
    put: (bytes) => chunks.push(bytes),
    bloom: new Set(['text', 'unique', 'list']),
    keyValues: new Map([['made', 'by a test']]),
    pageRows: cut.pageRows,
    rawPageBytes: cut.rawPageBytes,
  });
  const columns = columnsOf(table);
  for (let row = 0; row < rows.length; row += cut.groupRows)
    writer.rowGroup(columns, rows.subarray(row, row + cut.groupRows));
  const length = writer.finish();
  const file = Buffer.concat(chunks);
  expect(length).toBe(file.length);
  return file;
}

function metadataOf(file: Uint8Array): FileMetadata {
  const start = footerStart(file.subarray(-trailerBytes), file.length);
  return decodeMetadata(file.subarray(start, file.length - trailerBytes), start);
}

function cell(column: Column, row: number): Cell {
  switch (column.kind) {
    case 'text':
      return column.ids[row] === 0 ? null : column.dictionary.text(column.ids[row]);
    case 'list': {
      const list = column.ids[row];
      if (list === 0) return null;
      return [...column.lists.items.subarray(column.lists.starts[list], column.lists.starts[list + 1])].map((id) =>
        column.dictionary.text(id),
      );
    }
    case 'int64':
      return column.present?.[row] === 0 ? null : int64ToBigInt(column.words, row);
    case 'double':
      return column.present?.[row] === 0 ? null : column.values[row];
    case 'boolean':
      return column.values[row] === 0 ? null : column.values[row] === 2;
    case 'bytes': {
      const start = column.starts[row];
      const length = new DataView(column.bytes.buffer, column.bytes.byteOffset).getUint32(start - 4, true);
      return Buffer.from(column.bytes.subarray(start, start + length)).toString();
    }
  }
}

type Row = Record<string, Cell>;

/** Every value once more, row by row, through the page that holds it. */
function readValues(file: Uint8Array): Row[] {
  const metadata = metadataOf(file);
  return metadata.rowGroups.flatMap((group) => {
    const rows: Row[] = Array.from({ length: group.rows }, () => ({}));
    for (const schema of metadata.columns) {
      const chunk = group.chunks.get(schema.name)!;
      const { range, pages: index } = chunk;
      const pages = readPages(file.subarray(range.offset, range.offset + range.length), codec);
      const dictionary = pages.dictionary === null ? null : decodeDictionary(pages.dictionary);
      const locations =
        index === null
          ? [{ firstRow: 0 }]
          : decodePageLocations(file.subarray(index.offset, index.offset + index.length), chunk);
      for (const [at, page] of pages.data.entries()) {
        const first = locations[at].firstRow;
        const count = (locations[at + 1]?.firstRow ?? group.rows) - first;
        for (let row = 0; row < count; row++)
          rows[first + row][schema.name] = readValue(schema, { dictionary, page, rows: count }, row) as Cell;
      }
    }
    return rows;
  });
}

function readRows(file: Uint8Array): Row[] {
  const metadata = metadataOf(file);
  return metadata.rowGroups.flatMap((group) => {
    const columns = metadata.columns.map((one) => {
      const { range } = group.chunks.get(one.name)!;
      const bytes = file.subarray(range.offset, range.offset + range.length);
      return [one.name, decodeColumn(one, readPages(bytes, codec), group.rows)] as const;
    });
    return Array.from({ length: group.rows }, (_, row) =>
      Object.fromEntries(columns.map(([name, column]) => [name, cell(column, row)])),
    );
  });
}

/** What readers must see: absent and empty lists are one, and a lone surrogate becomes U+FFFD. */
function expectedRows(table: Table, rows: Uint32Array): Row[] {
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
const table = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 400 })).chain((size) =>
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
const cut = fc.record({
  groupRows: fc.constantFrom(7, 64, 1000),
  pageRows: fc.constantFrom(3, 16, 1000),
  rawPageBytes: fc.constantFrom(1, 50, 10_000),
});
const everyRow = (of: Table) => Uint32Array.from(of.raw.keys());

test('our reader gives back what was written, in the order of the rows asked for', () => {
  fc.assert(
    fc.property(table, cut, fc.infiniteStream(fc.nat()), (of, sizes, picks) => {
      const file = write(of, everyRow(of), sizes);
      expect(readRows(file)).toEqual(expectedRows(of, everyRow(of)));
      expect(readValues(file)).toEqual(expectedRows(of, everyRow(of)));
      if (of.raw.length === 0) return;
      const some = Uint32Array.from({ length: 20 }, () => picks.next().value % of.raw.length);
      expect(readRows(write(of, some, sizes))).toEqual(expectedRows(of, some));
    }),
    fuzz,
  );
});

test('a file we wrote can be written again from what was read', () => {
  fc.assert(
    fc.property(table, cut, (of, sizes) => {
      const file = write(of, everyRow(of), { ...sizes, groupRows: 1000 });
      const metadata = metadataOf(file);
      const chunks: Uint8Array[] = [];
      const writer = createParquetWriter({
        columns: metadata.columns,
        codec,
        put: (bytes) => chunks.push(bytes),
        bloom: new Set(),
        keyValues: new Map(),
      });
      for (const group of metadata.rowGroups) {
        const columns = new Map(
          metadata.columns.map((one) => {
            const { range } = group.chunks.get(one.name)!;
            const pages = readPages(file.subarray(range.offset, range.offset + range.length), codec);
            return [one.name, decodeColumn(one, pages, group.rows)];
          }),
        );
        writer.rowGroup(
          columns,
          Uint32Array.from({ length: group.rows }, (_, row) => row),
        );
      }
      writer.finish();
      expect(readRows(Buffer.concat(chunks))).toEqual(readRows(file));
    }),
    fuzz,
  );
});

test('damaged bytes end in STORAGE_CORRUPT or in rows, and in nothing else', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(table, cut, damage, fc.boolean(), (of, sizes, flips, inFooter) => {
      const file = write(of, everyRow(of), sizes);
      const from = inFooter ? footerStart(file.subarray(-trailerBytes), file.length) : 0;
      for (const [place, bits] of flips) file[from + (place % (file.length - from))] ^= bits;
      try {
        readRows(file);
        readValues(file);
      } catch (error) {
        expect(error).toBeInstanceOf(KushiError);
        expect((error as KushiError).code).toBe('STORAGE_CORRUPT');
      }
    }),
    fuzz,
  );
});

test('a shortened file is STORAGE_CORRUPT', () => {
  const file = write(
    { text: ['a'], unique: ['b'], list: [['c']], int64: [1n], time: [2n], double: [3], boolean: [true], raw: ['{}'] },
    Uint32Array.of(0),
    { groupRows: 10, pageRows: 10, rawPageBytes: 10 },
  );
  for (let length = 0; length < file.length; length++) {
    expect(() => readRows(file.subarray(0, length))).toThrow(KushiError);
  }
});

let folder: string;
let duckdb: DuckDBInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  duckdb = await DuckDBInstance.create(':memory:', { threads: '1' });
});
afterAll(() => {
  duckdb.closeSync();
  rmSync(folder, { recursive: true });
});

const columnList = 'text, "unique", list, int64, epoch_ns(time) AS time, double, boolean, raw';

async function query(sql: string): Promise<Row[]> {
  const connection = await duckdb.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS() as Row[];
  connection.closeSync();
  return rows;
}

test('DuckDB and hyparquet read the same values', async () => {
  await fc.assert(
    fc.asyncProperty(table, cut, async (of, sizes) => {
      const bytes = write(of, everyRow(of), sizes);
      const path = join(folder, 'one.parquet');
      writeFileSync(path, bytes);
      const expected = expectedRows(of, everyRow(of));
      expect(await query(`SELECT ${columnList} FROM read_parquet('${path}')`)).toEqual(expected);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
      const read = await parquetReadObjects({
        file,
        compressors,
        parsers: { timestampFromNanoseconds: (ns: bigint) => ns as never } as never,
      });
      expect(read.map((row) => ({ ...row, list: row.list ?? null }))).toEqual(expected);
    }),
    fuzz,
  );
});

test('DuckDB finds each value through bounds and Bloom filters', async () => {
  await fc.assert(
    fc.asyncProperty(table, cut, fc.nat(), async (of, sizes, pick) => {
      if (of.raw.length === 0) return;
      const path = join(folder, 'two.parquet');
      writeFileSync(path, write(of, everyRow(of), sizes));
      const row = pick % of.raw.length;
      for (const name of ['text', 'unique'] as const) {
        const value = of[name][row];
        if (value === null || value.includes('\u0000')) continue;
        const literal = `'${value.replaceAll("'", "''")}'`;
        const [{ n }] = await query(`SELECT count(*) AS n FROM read_parquet('${path}') WHERE "${name}" = ${literal}`);
        expect(n).toBe(BigInt(of[name].filter((other) => other === value).length));
      }
      const time = of.time[row];
      const [{ n }] = await query(
        `SELECT count(*) AS n FROM read_parquet('${path}') WHERE time <= make_timestamp_ns(${time})`,
      );
      expect(n).toBe(BigInt(of.time.filter((other) => other <= time).length));
    }),
    fuzz,
  );
});

test('DuckDB and we agree on what a Bloom filter excludes', async () => {
  const size = 1000;
  const values = Array.from({ length: size }, (_, row) => `value-${row}`);
  const fill = <T>(value: T) => Array.from({ length: size }, () => value);
  const of: Table = {
    text: values,
    unique: values,
    list: values.map((value) => [value]),
    int64: fill(1n),
    time: fill(1n),
    double: fill(1),
    boolean: fill(true),
    raw: fill('x'),
  };
  const file = write(of, everyRow(of), { groupRows: 1000, pageRows: 100, rawPageBytes: 100 });
  const path = join(folder, 'bloom.parquet');
  writeFileSync(path, file);
  const [group] = metadataOf(file).rowGroups;
  for (const name of ['text', 'unique', 'list']) {
    const { offset, length } = group.chunks.get(name)!.bloom!;
    const filter = decodeBloomFilter(file.subarray(offset, offset + length));
    expect(values.every((value) => mayContain(filter, Buffer.from(value)))).toBe(true);
    const absent = Array.from({ length: 200 }, (_, index) => `absent-${index}`);
    const passed = absent.filter((value) => mayContain(filter, Buffer.from(value)));
    expect(passed.length).toBeLessThan(12);
    if (name === 'list') continue;
    for (const value of [...absent.slice(0, 20), ...values.slice(0, 20)]) {
      const [row] = await query(
        `SELECT bloom_filter_excludes AS x FROM parquet_bloom_probe('${path}', '${name}', '${value}')`,
      );
      expect(row.x).toBe(!mayContain(filter, Buffer.from(value)));
    }
  }
});

test('a list page that claims more entries than it has sets no memory aside for them', () => {
  const file = write(
    { text: [null], unique: [null], list: [['a']], int64: [1n], time: [2n], double: [3], boolean: [true], raw: ['{}'] },
    Uint32Array.of(0),
    { groupRows: 10, pageRows: 10, rawPageBytes: 10 },
  );
  const { range } = metadataOf(file).rowGroups[0].chunks.get('list')!;
  const pages = readPages(file.subarray(range.offset, range.offset + range.length), codec);
  const dictionary = decodeDictionary(pages.dictionary);
  // As many as no array can have: trying to make one would be a RangeError.
  expect(() => decodeListPage({ ...pages.data[0], values: 2 ** 40 }, dictionary, 1)).toThrow(
    'fewer entries than it says',
  );
});
