import { expect, test } from 'vitest';
import { snapshotOf } from '../../engines/contract/ask.ts';
import { batchOf } from '../../engines/contract/batch-of.ts';
import { createMemoryEngine } from '../../engines/memory/engine.ts';
import { pacesOf } from './pace.ts';

const hour = 3600n * 1_000_000_000n;
/** Some Tuesday, 12:30. */
const now = 1_795_523_400_000_000_000n;

/** So many events an hour, in the hours before now that are wanted. */
async function paceOf(perHour: number, wanted: (hoursAgo: number) => boolean) {
  const engine = createMemoryEngine({
    fieldTypes: () => undefined,
    openRecord: () => ({ values: () => [], keywords: () => [] }),
    entities: () => new Map(),
  });
  const hours = Array.from({ length: 21 * 24 }, (_, ago) => ago).filter(wanted);
  const events = hours.flatMap((ago) =>
    Array.from({ length: perHour }, (_, n) => ({ offset: ago * perHour + n, time: now - BigInt(ago) * hour })),
  );
  const snapshot = snapshotOf(await engine.write('one', batchOf(events, {})));
  return (await pacesOf(engine, snapshot, now))[0];
}

test('what comes as always is well', async () => {
  expect(await paceOf(4, () => true)).toMatchObject({ state: 'ok', usualPerHour: 4, missedHours: 0, last: now });
});

test('hours without what usually comes are a silence', async () => {
  expect(await paceOf(4, (ago) => ago > 5)).toMatchObject({ state: 'silent', missedHours: 5 });
  expect(await paceOf(4, (ago) => ago > 2)).toMatchObject({ state: 'ok', missedHours: 2 });
});

test('a log that never comes at this time is not missed', async () => {
  // Only at 12 and 13 o'clock: from 14 on nothing is wanted, until the next day.
  const atNoon = (ago: number) => [0, 23].includes(ago % 24);
  expect(await paceOf(4, (ago) => atNoon(ago) && ago > 0)).toMatchObject({ state: 'ok', missedHours: 0 });
});

test('of a young store nothing is known', async () => {
  expect(await paceOf(4, (ago) => ago > 5 && ago < 30)).toMatchObject({ state: 'unknown', usualPerHour: null });
});
