import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { KushiError } from '../core/error/error.ts';
import { addMatches } from './add-matches.ts';
import { alertActivity } from './alert-activity.ts';
import { countAlerts } from './alert-query.ts';
import { listAlerts, type Match } from './alerts.ts';
import { endSuppression, listSuppressions, type SuppressionDraft, suppress, wouldHide } from './suppressions.ts';
import { addUsers } from './testing/add-users.ts';
import { hour, sampleMatch, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';

const state = stateForEach();
beforeEach(() => addUsers(state().db, ['Mori']));

const day = 24n * hour;
const quiet = (draft: Partial<SuppressionDraft> = {}, now = start) =>
  suppress(state().db, { rule: 'rule-1', reason: 'A scanner of ours', ...draft }, { by: 'mori', now });
const add = (now: bigint, ...matches: Match[]) => addMatches(state().db, matches, { now });
const suppressed = async () => (await listAlerts(state().db)).filter(({ suppression }) => suppression !== null).length;
const noticed = async () => (await state().db.selectFrom('notices').selectAll().execute()).length;
const alice = { kind: 'user.name', value: 'alice' };

test('an alert that a suppression covers is marked, pages nobody, and does not wait for anybody', async () => {
  const { id } = await quiet({ entity: alice });
  expect((await add(start, sampleMatch(0, 0))).noticed).toEqual([]);
  const [alert] = await listAlerts(state().db);
  expect(alert).toMatchObject({ suppression: id, status: 'open', history: false });
  expect(await noticed()).toBe(0);
  expect(await countAlerts(state().db, {})).toMatchObject({ total: 1, unowned: 0, suppressed: 1, status: { open: 1 } });
  expect((await alertActivity(state().db, alert.id)).map(({ kind, by }) => [kind, by])).toEqual([['suppressed', null]]);
});

test('those that are there already are marked at once, closed ones and those of others are not', async () => {
  const bob = { entity: { kind: 'user.name', value: 'bob' } };
  await add(start, sampleMatch(0, 0), sampleMatch(-30, 1), sampleMatch(0, 2, bob));
  const closed = (await listAlerts(state().db)).find(({ first }) => first < start)!;
  await state().db.updateTable('alerts').set({ status: 'closed' }).where('id', '=', closed.id).execute();
  expect((await quiet({ entity: alice })).alerts).toBe(1);
  const marked = (await listAlerts(state().db)).filter(({ suppression }) => suppression !== null);
  expect(marked.map(({ entity, first }) => [entity.value, first])).toEqual([['alice', start]]);
  expect((await alertActivity(state().db, marked[0].id)).map(({ by }) => by)).toEqual(['mori']);
});

test.each<[string, (id: string) => Promise<unknown>, bigint]>([
  ['is ended', (id) => endSuppression(state().db, id, { now: start + hour }), start + 2n * hour],
  ['runs out', async () => {}, start + 3n * hour],
])('when it %s, an alert that still gathers matches is visible again and pages', async (_, end, now) => {
  const { id } = await quiet({ expires: start + 3n * hour });
  await add(start, sampleMatch(0, 0));
  await end(id);
  expect(await suppressed(), 'nothing came yet').toBe(1);
  expect((await add(now, sampleMatch(2, 1))).noticed).toHaveLength(1);
  const [alert] = await listAlerts(state().db);
  expect(alert).toMatchObject({ suppression: null, count: 2 });
  expect(await countAlerts(state().db, {})).toMatchObject({ unowned: 1, suppressed: 0 });
  expect((await alertActivity(state().db, alert.id)).map(({ kind }) => kind)).toEqual(['suppressed', 'visible']);
  expect((await listSuppressions(state().db, { now }))[0]).toMatchObject({ id, active: false });
});

test('lasts 30 days unless it says otherwise', async () => {
  const { expires } = await quiet();
  expect(expires - start).toBe(30n * day);
  await add(start + 30n * day - 1n, sampleMatch(30 * 24 - 1, 0));
  expect(await suppressed()).toBe(1);
  await add(start + 30n * day, sampleMatch(32 * 24, 1));
  expect(await suppressed()).toBe(1);
  expect((await listSuppressions(state().db, { now: start })).map(({ active, alerts }) => [active, alerts])).toEqual([
    [true, 1],
  ]);
});

const users = ['alice', 'bob', 'carol'];
const rules = ['rule-1', 'rule-2'];
const scopes = fc.record({
  rule: fc.constantFrom(...rules),
  entity: fc.option(fc.record({ kind: fc.constantFrom('user.name', 'source.ip'), value: fc.constantFrom(...users) })),
  from: fc.integer({ min: 0, max: 60 }),
  hours: fc.integer({ min: 1, max: 40 }),
});
const moments = fc.record({ rule: fc.constantFrom(...rules), user: fc.constantFrom(...users), at: fc.nat(100) });

test('suppressions hide what they cover while they last and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(scopes, { maxLength: 3 }),
      fc.array(moments, { minLength: 1, maxLength: 12 }),
      async (drafts, all) => {
        const { db } = state();
        for (const table of ['matches', 'alerts', 'alert_activity', 'notices', 'suppressions'] as const)
          await db.deleteFrom(table).execute();
        const steps = [
          ...drafts.map((draft) => ({ at: draft.from, draft, moment: null })),
          ...all.map((moment) => ({ at: moment.at, draft: null, moment })),
        ].sort((a, b) => a.at - b.at);
        let told = 0;
        for (const [offset, { at, draft, moment }] of steps.entries()) {
          const now = start + BigInt(at) * hour;
          if (draft !== null) {
            const { rule, entity, hours } = draft;
            await quiet({ rule, ...(entity === null ? {} : { entity }), expires: now + BigInt(hours) * hour }, now);
            continue;
          }
          const { rule, user } = moment;
          const isCovered = drafts.some(
            ({ rule: of, entity, from, hours }) =>
              of === rule &&
              (entity === null || (entity.kind === 'user.name' && entity.value === user)) &&
              from <= at &&
              at < from + hours,
          );
          const match = sampleMatch(at, offset, {
            rule: { id: rule, title: rule, level: 'high', path: '' },
            entity: { kind: 'user.name', value: user },
          });
          await add(now, match);
          if (!isCovered) told++;
          const { alert } = await db
            .selectFrom('matches')
            .select('alert')
            .where('offset', '=', offset)
            .executeTakeFirstOrThrow();
          const row = (await listAlerts(db)).find(({ id }) => id === alert);
          expect(row?.suppression !== null).toBe(isCovered);
          expect(await noticed(), 'all others are told of').toBe(told);
        }
        expect((await db.selectFrom('matches').selectAll().execute()).length, 'no match is lost').toBe(all.length);
      },
    ),
    { numRuns: Number(process.env.KUSHI_SEQUENCES ?? '40'), seed: Number(process.env.FUZZ_SEED ?? '7') },
  );
});

test('tells what it would have hidden in the last 30 days', async () => {
  const other = { kind: 'user.name', value: 'bob' };
  await add(
    start,
    sampleMatch(0, 0),
    sampleMatch(1, 1),
    sampleMatch(-72, 2, { entity: other }),
    sampleMatch(-31 * 24, 3),
    sampleMatch(0, 4, { rule: { id: 'rule-2', title: '', level: 'low', path: '' } }),
  );
  const hidden = await wouldHide(state().db, { rule: 'rule-1' }, { now: start + hour, limit: 1 });
  expect(hidden).toMatchObject({ alerts: 2, matches: 3, shown: [{ entity: alice, count: 2 }] });
  expect(await wouldHide(state().db, { rule: 'rule-1', entity: other }, { now: start + hour })).toMatchObject({
    alerts: 1,
    matches: 1,
  });
  expect(await wouldHide(state().db, { rule: 'none' }, { now: start })).toEqual({ alerts: 0, matches: 0, shown: [] });
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof KushiError ? error.code : error),
  );

test('one without rule or reason, one that is over, and one that is not there are refused', async () => {
  for (const wrong of [{ rule: '' }, { reason: ' ' }, { reason: 'a\nb' }, { expires: start }])
    expect(await codeOf(quiet(wrong))).toBe('SUPPRESSION_INVALID');
  expect(await codeOf(endSuppression(state().db, 'none', { now: start }))).toBe('SUPPRESSION_UNKNOWN');
  const { id } = await quiet();
  const { ended } = await endSuppression(state().db, id, { now: start + 1n });
  expect((await endSuppression(state().db, id, { now: start + 2n })).ended).toBe(ended);
});
