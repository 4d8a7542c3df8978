import { basename, dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Home } from '../command/home.ts';
import { nginxLines } from '../command/nginx-lines.ts';
import { writeLogs } from './inputs.ts';
import { hasStrace, type SystemCall, traceKushi } from './system-calls.ts';

const home = new Home('batch: { rows: 1 }\n');
afterEach(() => home.remove());

const name = 'every segment: write → fsync → rename → fsync of the folder → transaction';

test.skipIf(!hasStrace)(hasStrace ? name : `${name} (skipped: this machine has no strace)`, async () => {
  // The folder is there already: making it syncs names that a later run has SQLite to sync.
  await home.run(['load', home.write('first/nginx-access.log', nginxLines(Date.UTC(2026, 3, 1), 1))]);
  writeLogs(home, { objects: 25, lines: 10, days: 1 });
  const calls = await traceKushi(home, ['load', home.logs]);
  const renames = calls.flatMap((call, index) => (call.name === 'rename' ? [index] : []));
  expect(renames.length, '25 segments and one of them merged, each with a sidecar').toBe(52);
  for (const index of renames) checkSegment(calls, index);
  for (const [index, call] of calls.entries()) if (call.name === 'make folder') checkFolder(calls, index);
  const wal = join(home.data, 'state.db-wal');
  const made = calls.findIndex(({ name, path }) => name === 'create' && path === wal);
  const named = calls.findIndex(({ name, path }, index) => index > made && name === 'sync' && path === home.data);
  expect(made, 'the log of transactions is made').toBeGreaterThan(-1);
  expect(named, 'its name is durable before a segment is written').toBeGreaterThan(made);
  expect(named).toBeLessThan(renames[0]);
});

/** A temporary file is synced behind its last write, and its new name before the database is written. */
function checkSegment(calls: readonly SystemCall[], renamed: number): void {
  const { path } = calls[renamed];
  expect(basename(path)).toMatch(/\.tmp$/);
  const written = lastIndex(calls, renamed, { name: 'write', path });
  const synced = lastIndex(calls, renamed, { name: 'sync', path });
  expect(written, 'written').toBeGreaterThan(-1);
  expect(synced, 'synced behind the last write').toBeGreaterThan(written);
  checkFolder(calls, renamed);
}

/** What was made is named durably before the database is written, and the database is written, and synced. */
function checkFolder(calls: readonly SystemCall[], made: number): void {
  const folder = dirname(calls[made].path);
  const next = (wanted: (call: SystemCall) => boolean, from: number) =>
    calls.findIndex((call, index) => index > from && wanted(call));
  const named = next(({ name, path }) => name === 'sync' && path === folder, made);
  const begun = next(({ name, path }) => name === 'write' && isDatabase(path), made);
  expect(named, `${folder} is synced`).toBeGreaterThan(made);
  expect(begun, 'a transaction begins only then').toBeGreaterThan(named);
  expect(next(({ name, path }) => name === 'sync' && isDatabase(path), begun)).toBeGreaterThan(begun);
}

function isDatabase(path: string): boolean {
  return basename(path).startsWith('state.db') && !path.endsWith('-shm');
}

function lastIndex(calls: readonly SystemCall[], before: number, wanted: SystemCall): number {
  return calls.slice(0, before).findLastIndex(({ name, path }) => name === wanted.name && path === wanted.path);
}
