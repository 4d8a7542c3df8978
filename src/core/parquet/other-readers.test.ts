import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zstdCodec } from '../../segments/compress.ts';
import { decodeBloomFilter, mayContain } from './bloom-filter.ts';
import {
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
      const file = bytes.slice().buffer as ArrayBuffer;
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
