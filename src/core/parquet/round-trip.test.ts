import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zstdCodec } from '../../segments/compress.ts';
import { type Column, int64ToBigInt } from '../batch/column.ts';
import { KushiError } from '../error/error.ts';
import { decodeColumn } from './decode-column.ts';
import { decodeListPage } from './decode-list.ts';
import { decodeDictionary } from './decode-values.ts';
import { createParquetWriter } from './parquet-writer.ts';
import { decodePageLocations, footerStart, trailerBytes } from './read-metadata.ts';
import { readPages } from './read-pages.ts';
import { readValue } from './read-value.ts';
import {
  type Cell,
  type Cut,
  cut,
  everyRow,
  expectedRows,
  fileOf,
  metadataOf,
  type Row,
  type Table,
  table,
} from './testing/table.ts';

const codec = zstdCodec(1);
const seconds = Number(process.env.FUZZ_SECONDS ?? 2);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const fuzz = { numRuns: 1e6, interruptAfterTimeLimit: seconds * 500, seed };

const write = (of: Table, rows: Uint32Array, sizes: Cut) => fileOf(of, rows, sizes, codec);

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
