import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDuckdbEngine } from '../../src/engines/duckdb/engine.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { compactDay, removeGarbage } from '../../src/pipeline/compact.ts';
import { onFailPoint } from '../../src/pipeline/fail-point.ts';
import { load } from '../../src/pipeline/load.ts';
import { createFileStore } from '../../src/segments/file-store.ts';
import type { FileSystem } from '../../src/segments/file-system.ts';
import { knownKeys } from '../../src/state/catalog.ts';
import { openState, type State } from '../../src/state/open-state.ts';
import { quickFolder } from '../command/quick-folder.ts';
import { checkInvariants, liveRows } from '../protocol/invariants.ts';
import { dataset, dayNs, testObject, testReaders, testSource } from '../protocol/world.ts';
import { Disk, type Keeps, keeps } from './disk-after-power-cut.ts';
import { type DiskOperation, loggedFiles } from './disk-log.ts';

const firstDay = 20_000n;
const rowsAtOnce = 4;
const objects = Array.from({ length: 3 }, (_, index) =>
  testObject(
    `object-${index}`,
    Array.from({ length: 6 }, (_, row) => ({
      offset: row * 10,
      time: firstDay * dayNs + BigInt(index * 1000 + row),
      user: ['alice', 'bob', 'evil'][(index + row) % 3],
    })),
  ),
);
const records = objects.reduce((total, { rows }) => total + rows.length, 0);

let folder: string;
beforeEach(() => {
  folder = quickFolder();
});
afterEach(() => {
  onFailPoint(null);
  rmSync(folder, { recursive: true });
});

interface Store {
  readonly state: State;
  readonly engine: Engine;
}

async function openStore(data: string, files?: FileSystem): Promise<Store> {
  const engine = createDuckdbEngine(
    createFileStore(join(data, 'segments'), files),
    {
      fieldTypes: () => 'keyword',
      openRecord: () => ({ values: () => [], keywords: () => [] }),
      entities: () => new Map([['user.name', 'action']]),
    },
    { memoryLimit: '256MB', threads: 1, temporaryFolder: join(data, 'tmp') },
  );
  const state = await openState(data, { write: true });
  await engine.sweep(await knownKeys(state.db));
  return { state, engine };
}

async function close({ state, engine }: Store): Promise<void> {
  await engine.close();
  await state.close();
}

let now = (firstDay + 1n) * dayNs;
function clock(): bigint {
  now += 1_000_000n;
  return now;
}

interface Loading {
  readonly of?: typeof objects;
  readonly mapping: string;
  readonly reload?: boolean;
}

function loadInto({ state, engine }: Store, { of = objects, mapping, reload = false }: Loading): Promise<unknown> {
  const readers = testReaders({
    engine,
    objects: () => new Map(objects.map((object) => [object.offered.key, object])),
    mapping: () => mapping,
    rowsAtOnce: () => rowsAtOnce,
  });
  return load({
    db: state.db,
    engine,
    readers,
    sources: [{ source: testSource(of), type: null }],
    reload,
    clock,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}

/** Loads, compacts, reloads one object and removes garbage, and returns all that was done to the disk. */
async function recordOperations(data: string): Promise<DiskOperation[]> {
  const log: DiskOperation[] = [];
  const store = await openStore(data, loggedFiles(log));
  onFailPoint((point) => {
    if (point === 'load.written' || point === 'load.reindexed' || point === 'compact.rewritten') return;
    log.push({ do: 'transaction', database: copyOf(join(data, 'state.db'), join(data, 'copy.db')) });
  });
  const compaction = { db: store.state.db, engine: store.engine, sortBy: () => 'user.name', clock };
  await loadInto(store, { mapping: 'v1' });
  await compactDay(compaction, dataset, '2024-10-04', true);
  await loadInto(store, { of: objects.slice(0, 1), mapping: 'v2', reload: true });
  await removeGarbage(compaction, 0n);
  onFailPoint(null);
  await close(store);
  return log;
}

function copyOf(file: string, copy: string): Uint8Array {
  const connection = new Database(file);
  connection.prepare('vacuum into ?').run(copy);
  connection.close();
  const bytes = readFileSync(copy);
  rmSync(copy);
  return bytes;
}

/** The store after a power cut holds what was committed, whole, and the next load brings the rest. */
async function checkCut(disk: Disk, kept: Keeps): Promise<void> {
  const data = join(folder, 'after');
  mkdirSync(data);
  disk.writeTo(data, kept);
  const store = await openStore(data);
  await checkInvariants(store.engine, store.state.db);
  await loadInto(store, { mapping: 'v2' });
  const rows = await liveRows(store.engine, store.state.db);
  expect(rows.length).toBe(records);
  await checkInvariants(store.engine, store.state.db);
  await close(store);
  rmSync(data, { recursive: true });
}

test('a power cut after every operation, whatever the disk kept of unsynced ones: 0 lost, 0 doubled', async () => {
  const data = join(folder, 'before');
  mkdirSync(data);
  const log = await recordOperations(data);
  expect(log.length).toBeGreaterThan(100);
  expect(log.filter((operation) => operation.do === 'unlink').length).toBeGreaterThan(5);
  const disk = new Disk(data);
  for (const [index, operation] of log.entries()) {
    disk.apply(operation);
    await checkCut(disk, 'nothing');
    await checkCut(disk, keeps[index % keeps.length]);
  }
});
