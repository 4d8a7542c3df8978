import { expect, test } from 'vitest';
import type { OfferedObject } from '../sources/source.ts';
import { ledgerLines, offer } from './ledger.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const object = (key: string): OfferedObject => ({ bucket: 'b', key, etag: 'e', name: key, size: 1, time: 0n });
const options = { source: 's3://b', day: '2026-11-24', reload: false };

test('many objects at once keep their order, and one that is offered twice is counted twice', async () => {
  const keys = [...Array.from({ length: 1200 }, (_, index) => `key-${index}`), 'key-7', 'key-1199'];
  const offers = await offer(state().db, keys.map(object), options);
  expect(offers.map((one) => one.object.key)).toEqual(keys);
  expect(new Set(offers.map(({ id }) => id)).size).toBe(1200);
  const [line] = await ledgerLines(state().db);
  expect(line.objects).toMatchObject({ offered: 1202, known: 2, waiting: 1200 });
});
