import { expect, test } from 'vitest';
import { commitBatch } from './commit.ts';
import { type InvalidFieldOfObject, listInvalidFields } from './invalid-fields.ts';
import { objectId, offer } from './ledger.ts';
import { liveEvents } from './live-events.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const offered = (key: string) => ({ bucket: 'b', key, etag: 'e', name: key, size: 1, time: 0n });
const [one, other] = ['one', 'other'].map((key) => objectId(offered(key)));

interface Part {
  readonly object: string;
  readonly generation: number;
  readonly done: boolean;
  readonly invalid: readonly Pick<InvalidFieldOfObject, 'field' | 'count' | 'example'>[];
}

async function commit({ object, generation, done, invalid }: Part): Promise<void> {
  const counts = { read: 1, events: 1, rejects: 0, filtered: 0 };
  const resume = { offset: 1, state: '' };
  await commitBatch(state().db, {
    segments: [],
    progress: [{ object, generation, mapping: '1', logType: 'acme.app', done, resume, counts }],
    matches: [],
    invalid: invalid.map((field) => ({ object, generation, logType: 'acme.app', ...field })),
    reindexed: [],
    now: 0n,
  });
}

const port = (count: number, example: string) => ({ field: 'source.port', count, example });

test('values that do not fit are those of the live readings, summed over objects', async () => {
  const offers = ['one', 'other'].map(offered);
  await offer(state().db, offers, { source: 's', day: '2026-11-24', reload: false });
  const listed = async () => (await listInvalidFields(state().db)).map(({ field, count }) => [field, count]);

  await commit({ object: one, generation: 1, done: false, invalid: [port(2, 'x')] });
  await commit({ object: one, generation: 1, done: true, invalid: [port(3, 'y')] });
  await commit({ object: other, generation: 1, done: true, invalid: [port(4, 'z')] });
  expect(await listInvalidFields(state().db)).toEqual([
    { logType: 'acme.app', field: 'source.port', count: 9, example: 'x' },
  ]);

  await commit({ object: one, generation: 2, done: false, invalid: [port(2, 'x')] });
  expect(await listed(), 'a new reading does not show before it is whole').toEqual([['source.port', 9]]);
  expect(await liveEvents(state().db), 'nor do its events').toEqual(new Map([['acme.app', 3]]));
  await commit({ object: one, generation: 2, done: true, invalid: [port(3, 'y')] });
  expect(await listed(), 'and takes the place of the one before').toEqual([['source.port', 9]]);

  await commit({ object: one, generation: 3, done: true, invalid: [] });
  expect(await listed()).toEqual([['source.port', 4]]);
  const kept = await state().db.selectFrom('invalid_fields').select(['object', 'generation']).execute();
  expect(kept, 'earlier readings are forgotten').toEqual([{ object: other, generation: 1 }]);
});
