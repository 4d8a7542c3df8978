import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from './database.ts';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kushi-database-'));
  database = await Database.open({ memoryLimit: '256MB', threads: 1, temporaryFolder: join(folder, 'spill') });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function values(sql: string, signal?: AbortSignal): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const chunk of database.chunks({ sql, parameters: [] }, signal)) found.push(...chunk.getColumnValues(0));
  return found;
}

test('stops a statement that runs', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const endless = 'SELECT sum(hash(a.range)) FROM range(1000000000) a, range(1000000000) b';
  await expect(values(endless, stop.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(await values('SELECT 1')).toEqual([1]);
});

test('a result larger than the memory limit comes chunk by chunk', async () => {
  let rows = 0;
  const statement = {
    sql: "SELECT repeat('x', 1000) AS t, range FROM range(300000) ORDER BY hash(range)",
    parameters: [],
  };
  for await (const chunk of database.chunks(statement, undefined)) rows += chunk.rowCount;
  expect(rows).toBe(300_000);
});

test('a file that is none, or gone, is STORAGE_CORRUPT', async () => {
  const path = join(folder, 'broken.parquet');
  writeFileSync(path, 'no Parquet, but long enough to hold a footer');
  await expect(values(`SELECT * FROM read_parquet(['${path}'])`)).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
  await expect(values("SELECT * FROM read_parquet(['/nowhere.parquet'])")).rejects.toMatchObject({
    code: 'STORAGE_CORRUPT',
  });
});

test('never reaches for an extension', async () => {
  await expect(values("SELECT '192.0.2.1'::INET")).rejects.toMatchObject({ code: 'INTERNAL' });
});
