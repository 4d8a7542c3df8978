import { expect, test } from 'vitest';
import { addMatches } from './add-matches.ts';
import { listAlerts, type Match, matchesOf } from './alerts.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const hour = 3_600_000_000_000n;
const start = 1_795_500_000_000_000_000n;

/** A match an hour of one of three rules, by one of 700 users: more than one statement takes. */
function match(index: number): Match {
  return {
    rule: { id: `rule-${index % 3}`, title: 'A rule', level: 'high', path: 'rules/a.yml' },
    object: 'object-1',
    offset: index,
    dataset: 'aws.cloudtrail',
    time: start + BigInt(index) * 1_000_000_000n,
    event: `event-${index}`,
    entity: { kind: 'user.name', value: `user-${index % 700}` },
  };
}

test('matches of many rules and entities come to the alert of their own, once', async () => {
  const matches = Array.from({ length: 4200 }, (_, index) => match(index));
  expect((await addMatches(state().db, matches.toReversed(), { now: 0n })).opened).toBe(2100);
  expect((await addMatches(state().db, matches, { now: 0n })).opened).toBe(0);
  const alerts = await listAlerts(state().db);
  expect(alerts.map(({ count }) => count)).toEqual(alerts.map(() => 2));
  const alert = alerts.find(({ rule, entity }) => rule.id === 'rule-1' && entity.value === 'user-1')!;
  const behind = await matchesOf(state().db, alert.id);
  expect(behind.map(({ offset }) => offset)).toEqual([1, 2101]);
  expect([alert.first, alert.last]).toEqual([match(1).time, match(2101).time]);
});

test('an alert known from before grows, and a day later another opens', async () => {
  const one = match(0);
  expect((await addMatches(state().db, [one], { now: 0n })).opened).toBe(1);
  const later = { ...one, offset: 1, time: one.time + 2n * hour, dataset: 'aws.vpcflow' };
  const nextDay = { ...one, offset: 2, time: one.time + 25n * hour };
  expect((await addMatches(state().db, [later, nextDay], { now: 0n })).opened).toBe(1);
  const alerts = await listAlerts(state().db);
  expect(alerts.map(({ count, datasets }) => [count, datasets])).toEqual([
    [1, ['aws.cloudtrail']],
    [2, ['aws.cloudtrail', 'aws.vpcflow']],
  ]);
});
