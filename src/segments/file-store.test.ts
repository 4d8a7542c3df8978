import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore } from './file-store.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The machine's files, with a log of what was done; `fail` may throw in front of an operation. */
function watched(fail: (operation: string) => void = () => {}): { files: FileSystem; log: string[] } {
  const log: string[] = [];
  const note = (operation: string, path: string): void => {
    const line = `${operation} ${relative(folder, path)}`;
    fail(line);
    log.push(line);
  };
  const files: FileSystem = {
    ...nodeFileSystem,
    async create(path) {
      note('create', path);
      const file = await nodeFileSystem.create(path);
      return {
        async write(bytes) {
          note(`write ${bytes.length}`, path);
          await file.write(bytes);
        },
        async sync() {
          note('sync', path);
          await file.sync();
        },
        async close() {
          note('close', path);
          await file.close();
        },
      };
    },
    async rename(from, to) {
      note('rename', from);
      await nodeFileSystem.rename(from, to);
    },
    async unlink(path) {
      note('unlink', path);
      await nodeFileSystem.unlink(path);
    },
    async syncFolder(path) {
      note('syncFolder', path);
      await nodeFileSystem.syncFolder(path);
    },
  };
  return { files, log };
}

const keys = async (store: { list(prefix: string): AsyncIterable<{ key: string }> }, prefix = '') => {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found.sort();
};

const put = (store: ReturnType<typeof createFileStore>, key: string, ...parts: string[]) =>
  store.put(key, async (write) => {
    for (const part of parts) await write(Buffer.from(part));
  });

test('a file is synced before it has its name, and its name before put returns', async () => {
  const { files, log } = watched();
  await put(createFileStore(folder, files), 'nginx.access/2026-11-24/a.parquet', 'one', 'two');
  expect(log).toEqual([
    'syncFolder nginx.access',
    'syncFolder ',
    'create nginx.access/2026-11-24/a.parquet.tmp',
    'write 3 nginx.access/2026-11-24/a.parquet.tmp',
    'write 3 nginx.access/2026-11-24/a.parquet.tmp',
    'sync nginx.access/2026-11-24/a.parquet.tmp',
    'close nginx.access/2026-11-24/a.parquet.tmp',
    'rename nginx.access/2026-11-24/a.parquet.tmp',
    'syncFolder nginx.access/2026-11-24',
  ]);
});

test('what was put is read, listed and deleted', async () => {
  const store = createFileStore(folder);
  await put(store, 'a/1/x.parquet', 'hello ', 'world');
  await put(store, 'a/2/y.parquet', 'y');
  await put(store, 'b/1/z.parquet', 'z');
  expect(readFileSync(store.localPath('a/1/x.parquet'), 'utf8')).toBe('hello world');
  expect(statSync(store.localPath('a/1/x.parquet')).mode & 0o777).toBe(0o600);
  expect(await store.size('a/1/x.parquet')).toBe(11);
  expect(Buffer.from(await store.read('a/1/x.parquet', { offset: 6, length: 5 })).toString()).toBe('world');
  expect(await keys(store)).toEqual(['a/1/x.parquet', 'a/2/y.parquet', 'b/1/z.parquet']);
  expect(await keys(store, 'a/')).toEqual(['a/1/x.parquet', 'a/2/y.parquet']);
  expect(await keys(store, 'a/2/y')).toEqual(['a/2/y.parquet']);
  await store.delete('a/1/x.parquet');
  await store.delete('a/1/x.parquet');
  expect(await keys(store, 'a/')).toEqual(['a/2/y.parquet']);
});

test('putting a key again replaces the file', async () => {
  const store = createFileStore(folder);
  await put(store, 'a/x.parquet', 'first try, longer');
  await put(store, 'a/x.parquet', 'second');
  expect(readFileSync(store.localPath('a/x.parquet'), 'utf8')).toBe('second');
});

test('large and small writes keep their order', async () => {
  const store = createFileStore(folder);
  const parts = ['a'.repeat(300_000), 'b', 'c'.repeat(900_000), 'd', 'e'.repeat(200_000), 'f'];
  await put(store, 'a/x', ...parts);
  expect(readFileSync(store.localPath('a/x'), 'utf8') === parts.join('')).toBe(true);
});

test.each(['write', 'sync a', 'rename', 'syncFolder a'])(
  'a full disk at "%s" is STORAGE_FULL and leaves nothing half',
  async (at) => {
    const full = watched((operation) => {
      if (operation.startsWith(at)) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    await put(createFileStore(folder), 'a/other', 'other');
    const store = createFileStore(folder, full.files);
    await expect(put(store, 'a/x', 'content')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect((await keys(store)).filter((key) => key.endsWith('.tmp'))).toEqual([]);
  },
);

test('when the caller fails, nothing is left and its error comes through', async () => {
  const store = createFileStore(folder);
  const failure = new Error('mine');
  const failing = store.put('a/x', async (write) => {
    await write(Buffer.from('half'));
    throw failure;
  });
  await expect(failing).rejects.toBe(failure);
  expect(await keys(store)).toEqual([]);
});

test('an unfinished file of a process that died is listed with its ending', async () => {
  const store = createFileStore(folder);
  await put(store, 'a/x', 'x');
  writeFileSync(store.localPath('a/y.tmp'), 'half');
  expect(await keys(store)).toEqual(['a/x', 'a/y.tmp']);
});

test('missing and short files are STORAGE_CORRUPT', async () => {
  const store = createFileStore(folder);
  await put(store, 'a/x', 'x');
  await expect(store.read('a/y', { offset: 0, length: 1 })).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
  await expect(store.read('a/x', { offset: 0, length: 2 })).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
  await expect(store.size('a/y')).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
});

test.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//x', './x'])('%j is no key', (key) => {
  expect(() => createFileStore(folder).localPath(key)).toThrow('is not a key');
});
