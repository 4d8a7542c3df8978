import { expect, test } from 'vitest';
import { addMatches } from './add-matches.ts';
import { listAlerts, type Match } from './alerts.ts';
import { hour, sampleMatch, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const day = 24n * hour;
const add = (hours: number, ...matches: Match[]) =>
  addMatches(state().db, matches, { now: start + BigInt(hours) * hour });
const notices = async () =>
  (await state().db.selectFrom('notices').selectAll().orderBy('seq').execute()).map(({ matches }) => matches);

test('young matches make a notice with how many they are, once', async () => {
  const matches = [sampleMatch(0, 0), sampleMatch(1, 1), sampleMatch(25, 2)];
  const { noticed } = await add(2, ...matches.slice(0, 2));
  expect(noticed).toHaveLength(1);
  expect(await notices()).toEqual([2]);
  expect((await listAlerts(state().db))[0].history).toBe(false);
  expect((await add(26, ...matches)).noticed, 'a reload adds what is new').toHaveLength(1);
  expect(await notices()).toEqual([2, 1]);
  expect(await add(26, ...matches)).toEqual({ opened: 0, alerts: [], noticed: [] });
  expect(await notices()).toEqual([2, 1]);
});

test('history pages nobody, until one of its alerts goes on now', async () => {
  expect((await add(500, sampleMatch(0, 0), sampleMatch(1, 1))).noticed).toEqual([]);
  expect(await notices()).toEqual([]);
  const [old] = await listAlerts(state().db);
  expect(old.history).toBe(true);
  await addMatches(state().db, [sampleMatch(2, 2), sampleMatch(3, 3)], { now: start + 26n * hour + 1n });
  expect(await notices(), 'one of the two is younger than a day').toEqual([1]);
  expect(await listAlerts(state().db)).toMatchObject([{ id: old.id, history: false, count: 4 }]);
});

test.each([
  ['exactly as old as the setting', day, 0],
  ['younger by a nanosecond', day + 1n, 1],
  ['of the future', 0n, 1],
])('an event %s', async (_, pageWithin, expected) => {
  const now = pageWithin === 0n ? start - hour : start + day;
  await addMatches(state().db, [sampleMatch(0, 0)], { now, pageWithin });
  expect(await notices()).toHaveLength(expected);
});

test('an alert that young matches were shifted out of still pages, and so does the one they are in', async () => {
  await add(50, sampleMatch(30, 0), sampleMatch(50, 1));
  await add(50, sampleMatch(10, 2));
  const alerts = await listAlerts(state().db);
  expect(alerts.map(({ count, history }) => [count, history])).toEqual([
    [1, false],
    [2, false],
  ]);
  expect(await notices(), 'moved matches are not told of again').toEqual([2]);
});
