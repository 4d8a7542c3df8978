import { expect, test } from 'vitest';
import { inPieces } from '../../decode/testing/decoded.ts';
import { keptFiles } from './kept-files.ts';

const version = (key: string, size: number, time = 1n) => ({ key, size, time });

async function readThrough(files: ReturnType<typeof keptFiles>, file: ReturnType<typeof version>) {
  let bytes = 0;
  for await (const piece of files.keeping(file, inPieces(new Uint8Array(file.size), 1 << 14))) bytes += piece.length;
  expect(bytes).toBe(file.size);
}

const sizeOf = (pieces: readonly Uint8Array[] | undefined) => pieces?.reduce((sum, { length }) => sum + length, 0);

test('a small file that was read to its end is had once', async () => {
  const files = keptFiles();
  await readThrough(files, version('a', 40_000));
  expect(sizeOf(files.take(version('a', 40_000)))).toBe(40_000);
  expect(files.take(version('a', 40_000))).toBeUndefined();
});

test.each([
  ['another version of it', version('a', 40_000, 2n)],
  ['another file', version('b', 40_000)],
])('%s is not', async (_, other) => {
  const files = keptFiles();
  await readThrough(files, version('a', 40_000));
  expect(files.take(other)).toBeUndefined();
});

test('a large file, or one whose reading was given up, is not kept', async () => {
  const files = keptFiles();
  await readThrough(files, version('large', 70_000));
  for await (const _ of files.keeping(version('a', 40_000), inPieces(new Uint8Array(40_000), 1 << 14))) break;
  expect([files.take(version('large', 70_000)), files.take(version('a', 40_000))]).toEqual([undefined, undefined]);
});

test('no more is kept than there is room for, and a file read again takes its room once', async () => {
  const files = keptFiles();
  const keys = Array.from({ length: 300 }, (_, index) => `key-${index}`);
  for (const key of keys) await readThrough(files, version(key, 60_000));
  for (const key of keys) await readThrough(files, version(key, 60_000));
  const kept = keys.filter((key) => files.take(version(key, 60_000)) !== undefined);
  expect(kept.length).toBe(Math.floor((16 << 20) / 60_000));
});
