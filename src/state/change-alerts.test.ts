import { beforeEach, expect, test } from 'vitest';
import { KushiError } from '../core/error/error.ts';
import { addMatches } from './add-matches.ts';
import { alertActivity } from './alert-activity.ts';
import { countAlerts, queryAlerts } from './alert-query.ts';
import { changeAlert, commentAlert } from './alert-work.ts';
import { findAlert, listAlerts } from './alerts.ts';
import { changeAlerts } from './change-alerts.ts';
import { addUsers } from './testing/add-users.ts';
import { hour, sampleMatch, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';
import { undoChange } from './undo.ts';

const state = stateForEach();
const now = start + 1000n * hour;
const mori = { by: 'mori', now };
const closed = { status: 'closed', verdict: 'expected', reason: 'Planned work' } as const;

/** More alerts than a page, of two rules, by as many people. */
const many = 1200;
beforeEach(async () => {
  await addUsers(state().db, ['Mori', 'Abe']);
  const matches = Array.from({ length: many }, (_, offset) =>
    sampleMatch(offset % 20, offset, {
      rule: { id: `rule-${offset % 2}`, title: 'A rule', level: 'low', path: '' },
      entity: { kind: 'user.name', value: `user-${offset}` },
    }),
  );
  await addMatches(state().db, matches, { now: start + 20n * hour });
});

const work = async () =>
  await state()
    .db.selectFrom('alerts')
    .select(['id', 'status', 'owner', 'verdict', 'verdict_reason'])
    .orderBy('id')
    .execute();

test('the query is changed and not the page; one step takes it back', async () => {
  const before = await work();
  const { alerts } = await queryAlerts(state().db, { rule: 'rule-0' });
  expect(alerts).toHaveLength(100);
  const { undo, ...answer } = await changeAlerts(state().db, { filter: { rule: 'rule-0' }, change: closed }, mori);
  expect(answer).toEqual({ matched: many / 2, changed: many / 2 });
  expect(await countAlerts(state().db, {})).toMatchObject({ status: { open: many / 2, working: 0, closed: many / 2 } });
  expect(await countAlerts(state().db, { rule: 'rule-1' })).toMatchObject({ status: { closed: 0 } });
  expect(await undoChange(state().db, undo!, { by: 'abe', now: now + 1n })).toEqual({ restored: many / 2, left: [] });
  expect(await work()).toEqual(before);
  const [{ id }] = alerts;
  expect((await alertActivity(state().db, id)).map(({ by, kind }) => [by, kind])).toEqual([
    ['mori', 'changed'],
    ['abe', 'changed'],
  ]);
});

test('what somebody changed since is left alone, and said; comments and matches are no change', async () => {
  const { undo } = await changeAlerts(state().db, { filter: {}, change: { owner: 'mori' } }, mori);
  const [first, second, third] = await listAlerts(state().db);
  await changeAlert(
    state().db,
    { alert: first.id, changed: first.changed, change: { owner: 'abe' } },
    { by: 'abe', now: now + 5n },
  );
  await commentAlert(state().db, { alert: second.id, text: 'Hm.' }, { by: 'abe', now: now + 5n });
  const of = { rule: { ...third.rule, level: third.level }, entity: third.entity };
  await addMatches(state().db, [sampleMatch(Number((third.first - start) / hour), 5000, of)], { now: now + 5n });
  const undone = await undoChange(state().db, undo!, { by: 'mori', now: now + 9n });
  expect(undone).toEqual({
    restored: many - 1,
    left: [{ alert: first.id, number: first.number, by: 'abe', at: now + 5n }],
  });
  expect((await findAlert(state().db, first.id))?.owner).toBe('abe');
  expect(await findAlert(state().db, third.id)).toMatchObject({ owner: null, count: 2 });
  const again = await undoChange(state().db, undo!, { by: 'mori', now: now + 10n });
  expect([again.restored, again.left.length], 'a second time there is nothing to take back').toEqual([0, many]);
});

test('only what was not so already is changed, and counted', async () => {
  await changeAlerts(state().db, { filter: { rule: 'rule-0' }, change: { owner: 'mori' } }, mori);
  expect(await changeAlerts(state().db, { filter: {}, change: { owner: 'mori' } }, mori)).toMatchObject({
    matched: many,
    changed: many / 2,
  });
  expect(await changeAlerts(state().db, { filter: { text: 'nobody' }, change: { owner: 'mori' } }, mori)).toEqual({
    matched: 0,
    changed: 0,
    undo: null,
  });
});

test('alerts that were opened after the person looked are not meant', async () => {
  const seen = start + 20n * hour;
  await addMatches(state().db, [sampleMatch(21, 9000)], { now: seen + hour });
  expect(await changeAlerts(state().db, { filter: { openedTo: seen }, change: closed }, mori)).toMatchObject({
    matched: many,
  });
});

test('closing taken back, an alert has again what came meanwhile', async () => {
  const [first] = await listAlerts(state().db);
  const { undo } = await changeAlerts(state().db, { filter: { ids: [first.id] }, change: closed }, mori);
  const of = { rule: { ...first.rule, level: first.level }, entity: first.entity };
  const next = Number((first.first - start) / hour) + 1;
  expect((await addMatches(state().db, [sampleMatch(next, 5000, of)], { now })).opened).toBe(1);
  await undoChange(state().db, undo!, mori);
  expect(await findAlert(state().db, first.id)).toMatchObject({ status: 'open', count: 2, verdict: null });
  expect(await countAlerts(state().db, {})).toMatchObject({ total: many });
});

test('a change that is wrong changes nothing, and what cannot be taken back is said', async () => {
  const before = await work();
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof KushiError ? error.code : error),
    );
  expect(await codeOf(changeAlerts(state().db, { filter: {}, change: { status: 'closed' } }, mori))).toBe(
    'ALERT_CHANGE_INVALID',
  );
  expect(await work()).toEqual(before);
  expect(await codeOf(undoChange(state().db, 'none', mori))).toBe('UNDO_UNKNOWN');
  const { undo } = await changeAlerts(state().db, { filter: {}, change: { owner: 'mori' } }, mori);
  await changeAlerts(state().db, { filter: {}, change: { owner: null } }, { by: 'abe', now: now + 31n * 24n * hour });
  expect(await codeOf(undoChange(state().db, undo!, mori)), '30 days later').toBe('UNDO_UNKNOWN');
});
