import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { lineStream } from './log-stream.ts';
import { createObjectStore } from './object-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stream = lineStream({
  name: 's',
  dataset: 'd',
  bucket: 'b',
  window: 100,
  header: 'head',
  key: (delivered) => `${delivered}.gz`,
});
const read = async (name: string) => gunzipSync(await readFile(join(folder, 'b', name))).toString();

it('cuts objects by window, orders records, drops what is after the end, finds bytes', async () => {
  const store = createObjectStore(folder, 250, createRandom('x'));
  store.write(stream, 120, 'zweite', 'step');
  store.write(stream, 110, 'é first');
  store.write(stream, 240, 'late', 'step');
  store.write(stream, 251, 'never');
  await store.flush(200);
  expect(await read('200.gz')).toBe('head\né first\nzweite\n');
  expect(() => store.write(stream, 150, 'too late')).toThrow(RangeError);
  const summary = await store.close();
  expect(await read('250.gz')).toBe('head\nlate\n');
  expect(summary).toEqual({
    objects: 2,
    records: { d: 3 },
    truth: [
      { step: 'step', dataset: 'd', object: 'b/200.gz', offset: Buffer.byteLength('head\né first\n') },
      { step: 'step', dataset: 'd', object: 'b/250.gz', offset: 5 },
    ],
  });
});
