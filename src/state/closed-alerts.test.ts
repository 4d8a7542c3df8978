import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMatches } from './add-matches.ts';
import { alertActivity } from './alert-activity.ts';
import { type Alert, listAlerts, type Match, matchesOf } from './alerts.ts';
import { changeAlerts } from './change-alerts.ts';
import { hour, sampleMatch, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();

const runs = Number(process.env.KUSHI_SEQUENCES ?? '40');
const seed = Number(process.env.FUZZ_SEED ?? '7');
const later = { now: start + 1000n * hour };
const byMori = { by: 'mori', now: start + 1000n * hour };
const closed = { status: 'closed', verdict: 'expected', reason: 'A drill' } as const;

type Step =
  | { readonly do: 'add'; readonly matches: readonly Match[] }
  | { readonly do: 'close' | 'reopen' | 'take'; readonly which: number };

/** Up to 30 matches within six days in any order, and what people do between them. */
const steps: fc.Arbitrary<Step[]> = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 150 }), user: fc.constantFrom('alice', 'alice', 'bob') }), {
    minLength: 1,
    maxLength: 30,
    size: 'max',
  })
  .map((all) =>
    all.map(({ at, user }, offset) => sampleMatch(at, offset, { entity: { kind: 'user.name', value: user } })),
  )
  .chain((matches) =>
    fc.array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc
            .shuffledSubarray(matches, { maxLength: Math.min(6, matches.length) })
            .map((some): Step => ({ do: 'add', matches: some })),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            do: fc.constantFrom('close', 'reopen', 'take'),
            which: fc.nat(20),
          }) as fc.Arbitrary<Step>,
        },
      ),
      { minLength: 1, maxLength: 25, size: 'max' },
    ),
  );

interface Told extends Pick<Alert, 'id' | 'status' | 'first' | 'last' | 'count' | 'continues'> {
  readonly entity: string;
  readonly offsets: readonly number[];
}

async function told(): Promise<Told[]> {
  const alerts: Told[] = [];
  for (const { id, status, first, last, count, continues, entity } of await listAlerts(state().db)) {
    const offsets = (await matchesOf(state().db, id)).map(({ offset }) => offset).sort((a, b) => a - b);
    alerts.push({ id, status, first, last, count, continues, entity: entity.value, offsets });
  }
  return alerts;
}

/** Where alerts that nobody closed begin and what they have: 24 hours from the first match no earlier one holds. */
function byDefinition(matches: readonly Match[]): string[] {
  const alerts: { entity: string; first: bigint; offsets: number[] }[] = [];
  for (const { entity, time, offset } of matches.toSorted((a, b) => Number(a.time - b.time))) {
    const alert = alerts.find((one) => one.entity === entity.value && time < one.first + 24n * hour);
    if (alert === undefined) alerts.push({ entity: entity.value, first: time, offsets: [offset] });
    else alert.offsets.push(offset);
  }
  return alerts.map(({ entity, first, offsets }) => `${entity} ${first} ${offsets.sort((a, b) => a - b)}`).sort();
}

async function perform(step: Step, alerts: readonly Told[]): Promise<void> {
  const { db } = state();
  if (step.do === 'add') {
    await addMatches(db, step.matches, later);
    return;
  }
  const some = alerts.filter(({ status, count }) => count > 0 && (status === 'closed') === (step.do === 'reopen'));
  if (some.length === 0) return;
  const { id } = some[step.which % some.length];
  const change = step.do === 'close' ? closed : ({ status: step.do === 'take' ? 'working' : 'open' } as const);
  await changeAlerts(db, { filter: { ids: [id] }, change }, byMori);
}

test('with closes and reopens in any order, each match is in one alert, open ones are as defined, closed ones do not change', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { db } = state();
      for (const table of ['matches', 'alerts', 'alert_activity', 'notices', 'undo', 'alert_evidence', 'meta'] as const)
        await db.deleteFrom(table).execute();
      const added = new Map<number, Match>();
      let before: Told[] = [];
      for (const step of all) {
        await perform(step, before);
        if (step.do === 'add') for (const match of step.matches) added.set(match.offset, match);
        const after = await told();
        const offsets = after.flatMap((alert) => alert.offsets);
        expect(
          offsets.toSorted((a, b) => a - b),
          'each match in one alert',
        ).toEqual([...added.keys()].sort((a, b) => a - b));
        for (const { id, count, first, last, offsets: own } of after) {
          const times = own.map((offset) => added.get(offset)!.time).sort((a, b) => Number(a - b));
          expect(count, id).toBe(own.length);
          if (count > 0) expect([first, last]).toEqual([times[0], times[times.length - 1]]);
        }
        const frozen = new Set(after.filter(({ status }) => status === 'closed').flatMap((alert) => alert.offsets));
        const open = after.filter(({ status, count }) => status !== 'closed' && count > 0);
        expect(open.map(({ entity, first, offsets: own }) => `${entity} ${first} ${own}`).sort()).toEqual(
          byDefinition([...added.values()].filter(({ offset }) => !frozen.has(offset))),
        );
        for (const alert of before.filter(({ status, count }) => status === 'closed' && count > 0)) {
          const now = after.find(({ id }) => id === alert.id);
          if (now?.status === 'closed') expect(now).toEqual({ ...alert });
          else expect(now?.count, 'what is opened again loses nothing but what is another window’s').toBeGreaterThan(0);
        }
        for (const { continues, status } of after)
          if (continues !== null && status !== 'closed')
            expect(after.find(({ id }) => id === continues)?.status).toBe('closed');
        before = after;
      }
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
});

const add = (...matches: readonly Match[]) => addMatches(state().db, matches, later);
const close = (alert: string) => changeAlerts(state().db, { filter: { ids: [alert] }, change: closed }, byMori);
const open = (alert: string) =>
  changeAlerts(state().db, { filter: { ids: [alert] }, change: { status: 'open' } }, byMori);
const offsetsOf = async (alert: string) => (await matchesOf(state().db, alert)).map(({ offset }) => offset);

test('a closed alert that goes on opens a new one that is linked to it, and says so', async () => {
  await add(sampleMatch(0, 0));
  const [first] = await listAlerts(state().db);
  await close(first.id);
  expect((await add(sampleMatch(5, 1), sampleMatch(23, 2))).opened).toBe(1);
  const [second] = await listAlerts(state().db);
  expect(second).toMatchObject({ continues: first.id, status: 'open', count: 2, number: 'A-2' });
  expect((await alertActivity(state().db, first.id)).map(({ kind, detail }) => [kind, detail])).toEqual([
    ['changed', { before: { status: 'open', verdict: null, reason: null }, after: closed }],
    ['continued', { alert: second.id, number: 'A-2' }],
  ]);
  expect((await add(sampleMatch(60, 3))).opened, 'a day later nothing goes on').toBe(1);
  expect((await listAlerts(state().db))[0].continues).toBeNull();
});

test('an alert opened again takes back what went on elsewhere, and no double is left', async () => {
  await add(sampleMatch(0, 0));
  const [first] = await listAlerts(state().db);
  await close(first.id);
  await add(sampleMatch(5, 1), sampleMatch(28, 2));
  await open(first.id);
  const [second, again] = await listAlerts(state().db);
  expect(await offsetsOf(first.id)).toEqual([0, 1]);
  expect(await offsetsOf(second.id)).toEqual([2]);
  expect([again.id, second.continues]).toEqual([first.id, null]);
  await close(first.id);
  expect(await offsetsOf(first.id)).toEqual([0, 1]);
});

test('an alert that people saw and that another took over stays closed and says where its events are', async () => {
  await add(sampleMatch(0, 0));
  const [first] = await listAlerts(state().db);
  await close(first.id);
  await add(sampleMatch(5, 1));
  const [second] = await listAlerts(state().db);
  await changeAlerts(state().db, { filter: { ids: [second.id] }, change: { status: 'working' } }, byMori);
  await open(first.id);
  const alerts = await listAlerts(state().db);
  expect(new Map(alerts.map(({ id, status, count }) => [id, [status, count]]))).toEqual(
    new Map([
      [first.id, ['open', 2]],
      [second.id, ['closed', 0]],
    ]),
  );
  expect((await alertActivity(state().db, second.id)).at(-1)).toMatchObject({
    by: null,
    kind: 'merged',
    detail: { alert: first.id, number: 'A-1' },
  });
});

test('an alert opened again stays when one that somebody took begins before it', async () => {
  await add(sampleMatch(10, 0));
  const [first] = await listAlerts(state().db);
  await close(first.id);
  await add(sampleMatch(5, 1));
  const before = (await listAlerts(state().db)).find(({ id }) => id !== first.id)!;
  await changeAlerts(state().db, { filter: { ids: [before.id] }, change: { status: 'working' } }, byMori);
  await open(first.id);
  expect(await offsetsOf(first.id)).toEqual([1, 0]);
});

test('a shift that reaches a closed alert passes it by', async () => {
  await add(sampleMatch(20, 0), sampleMatch(40, 1), sampleMatch(46, 2));
  const [last] = await listAlerts(state().db);
  await close(last.id);
  await add(sampleMatch(0, 3));
  expect(await offsetsOf(last.id)).toEqual([2]);
  expect((await listAlerts(state().db)).map(({ count }) => count)).toEqual([1, 1, 2]);
});

test('a number is never given twice', async () => {
  await add(sampleMatch(0, 0));
  const [first] = await listAlerts(state().db);
  await close(first.id);
  await add(sampleMatch(5, 1));
  await open(first.id);
  expect(await listAlerts(state().db), 'nobody saw the second').toHaveLength(1);
  await add(sampleMatch(50, 2));
  expect((await listAlerts(state().db))[0].number).toBe('A-3');
});
