import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMatches } from './add-matches.ts';
import { listAlerts, type Match, matchesOf } from './alerts.ts';
import { nsText } from './ns.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const hour = 3_600_000_000_000n;
const start = 1_795_500_000_000_000_000n;
/** When all of it is history: nobody is told of it. */
const later = { now: start + 1000n * hour };
const runs = Number(process.env.KUSHI_SEQUENCES ?? '40');
const seed = Number(process.env.FUZZ_SEED ?? '7');

/** Matches of two entities, up to eight days apart, many of them exactly 24 hours; in order of their offset. */
const matchesInTime: fc.Arbitrary<Match[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 200 }),
      user: fc.constantFrom('alice', 'alice', 'bob'),
      dataset: fc.constantFrom('aws.cloudtrail', 'aws.vpcflow'),
    }),
    { minLength: 1, maxLength: 40, size: 'max' },
  )
  .map((all) =>
    all.map(({ at, user, dataset }, offset) => ({
      rule: { id: 'rule-1', title: 'A rule', level: 'high', path: 'rules/a.yml' },
      object: `object-${offset % 3}`,
      offset,
      dataset,
      time: start + BigInt(at) * hour,
      event: `event-${offset}`,
      entity: { kind: 'user.name', value: user },
    })),
  );

/** The same matches in another order and in batches, some of which come twice. */
const commits: fc.Arbitrary<Match[][]> = matchesInTime.chain((matches) =>
  fc
    .tuple(
      fc.shuffledSubarray(matches, { minLength: matches.length }),
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: matches.length, maxLength: matches.length }),
      fc.shuffledSubarray(matches),
    )
    .map(([shuffled, sizes, again]) => {
      const batches: Match[][] = [];
      for (let at = 0; at < shuffled.length; at += sizes[batches.length - 1])
        batches.push(shuffled.slice(at, at + sizes[batches.length]));
      return [...batches, again];
    }),
);

/** What alerts are: from the first match that no earlier alert holds, those of 24 hours. */
function alertsByDefinition(matches: readonly Match[]) {
  const ordered = [...matches].sort((a, b) => Number(a.time - b.time));
  const alerts: { entity: string; first: bigint; last: bigint; datasets: string[]; offsets: number[] }[] = [];
  for (const { entity, time, dataset, offset } of ordered) {
    let alert = alerts.find((one) => one.entity === entity.value && time < one.first + 24n * hour);
    if (alert === undefined) {
      alert = { entity: entity.value, first: time, last: time, datasets: [], offsets: [] };
      alerts.push(alert);
    }
    alert.last = time;
    alert.datasets = [...new Set([...alert.datasets, dataset])].sort();
    alert.offsets.push(offset);
  }
  return sorted(alerts);
}

const sorted = <A extends { entity: string; first: bigint; offsets: number[] }>(alerts: readonly A[]): A[] =>
  alerts
    .map((alert) => ({ ...alert, offsets: alert.offsets.toSorted((a, b) => a - b) }))
    .sort((a, b) => (a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : Number(a.first - b.first)));

async function storedAlerts() {
  const alerts = await listAlerts(state().db);
  return sorted(
    await Promise.all(
      alerts.map(async ({ id, entity, first, last, count, datasets }) => {
        const offsets = (await matchesOf(state().db, id)).map(({ offset }) => offset);
        expect(offsets).toHaveLength(count);
        return { entity: entity.value, first, last, datasets: [...datasets], offsets };
      }),
    ),
  );
}

async function firstMatches(): Promise<Map<string, string>> {
  const firsts = new Map<string, string>();
  for (const { id } of await listAlerts(state().db)) firsts.set((await matchesOf(state().db, id))[0].event, id);
  return firsts;
}

test('the same matches make the same alerts in any order and batches, and no alert that was seen is lost', async () => {
  await fc.assert(
    fc.asyncProperty(commits, async (batches) => {
      for (const table of ['matches', 'alerts'] as const) await state().db.deleteFrom(table).execute();
      let opened = 0;
      for (const [index, batch] of batches.entries()) {
        const before = await firstMatches();
        opened += (await addMatches(state().db, batch, later)).opened;
        const seen = batches.slice(0, index + 1).flat();
        expect(await storedAlerts()).toEqual(alertsByDefinition([...new Set(seen)]));
        for (const [event, id] of before) {
          const events = (await matchesOf(state().db, id)).map((match) => match.event);
          expect(events, 'an alert keeps the match that was its first').toContain(event);
        }
      }
      expect(opened).toBe((await listAlerts(state().db)).length);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
});

const at = (hours: number, offset: number): Match => ({
  rule: { id: 'rule-1', title: 'A rule', level: 'high', path: 'rules/a.yml' },
  object: 'object-1',
  offset,
  dataset: 'aws.cloudtrail',
  time: start + BigInt(hours) * hour,
  event: `event-${offset}`,
  entity: { kind: 'user.name', value: 'alice' },
});

test('an alert that is shifted by an earlier match keeps its id and status', async () => {
  await addMatches(state().db, [at(20, 0), at(30, 1), at(50, 2)], later);
  const [second, first] = await listAlerts(state().db);
  await state().db.updateTable('alerts').set({ status: 'working' }).where('id', '=', first.id).execute();
  expect((await addMatches(state().db, [at(0, 3)], later)).opened).toBe(0);
  const alerts = await listAlerts(state().db);
  expect(alerts.map(({ id, status, count, first: from }) => [id, status, count, from])).toEqual([
    [second.id, 'open', 2, at(30, 1).time],
    [first.id, 'working', 2, at(0, 3).time],
  ]);
});

test.each<[string, { a: string; b: string; tail: boolean }, [string, string, number[]][]]>([
  ['the younger goes', { a: 'open', b: 'open', tail: false }, [['a', 'open', [0, 1, 3]]]],
  ['the touched one stays', { a: 'open', b: 'working', tail: false }, [['b', 'working', [0, 1, 3]]]],
  [
    'two touched ones stay',
    { a: 'working', b: 'working', tail: false },
    [
      ['a', 'working', [0, 1, 3]],
      ['b', 'closed', []],
    ],
  ],
  [
    'the younger keeps what is later',
    { a: 'open', b: 'open', tail: true },
    [
      ['a', 'open', [0, 1, 3]],
      ['b', 'open', [2]],
    ],
  ],
])('of two alerts that a folder of before has in one window, %s', async (_, { a, b, tail }, expected) => {
  await addMatches(state().db, [at(0, 0), at(30, 1), ...(tail ? [at(40, 2)] : [])], later);
  const [younger, older] = await listAlerts(state().db);
  const early = nsText(at(10, 1).time);
  const last = tail ? {} : { last: early };
  await state().db.updateTable('matches').set({ time: early }).where('offset', '=', 1).execute();
  await state()
    .db.updateTable('alerts')
    .set({ first: early, ...last, status: b })
    .where('id', '=', younger.id)
    .execute();
  await state().db.updateTable('alerts').set({ status: a }).where('id', '=', older.id).execute();
  const told = async () =>
    (await listAlerts(state().db))
      .map(({ id, status, count }) => ({ id: id === older.id ? 'a' : id === younger.id ? 'b' : id, status, count }))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  const counts = (more: number) =>
    expected.map(([id, status, { length }], index) => ({ id, status, count: length + (index === 0 ? more : 0) }));

  expect((await addMatches(state().db, [at(5, 3)], later)).opened).toBe(0);
  expect(await told()).toEqual(counts(0));
  for (const [id, , offsets] of expected) {
    const behind = await matchesOf(state().db, id === 'a' ? older.id : younger.id);
    expect(behind.map(({ offset }) => offset).sort()).toEqual(offsets);
  }
  expect((await addMatches(state().db, [at(6, 4)], later)).opened).toBe(0);
  expect(await told(), 'also with the next match').toEqual(counts(1));
  expect((await addMatches(state().db, [at(-20, 5)], later)).opened, 'an emptied alert is not filled again').toBe(1);
  expect((await addMatches(state().db, [at(-21, 6), at(11, 7)], later)).opened).toBe(0);
  const empty = (alerts: readonly { count: number }[]) => alerts.filter(({ count }) => count === 0).length;
  expect(empty(await listAlerts(state().db)), 'nor takes another’s place').toBe(empty(counts(0)));
});
