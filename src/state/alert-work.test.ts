import { beforeEach, expect, test } from 'vitest';
import { KushiError } from '../core/error/error.ts';
import { addMatches } from './add-matches.ts';
import { alertActivity } from './alert-activity.ts';
import { changeAlert, commentAlert } from './alert-work.ts';
import { type Alert, findAlert, listAlerts } from './alerts.ts';
import type { AlertChange } from './check-change.ts';
import { addUsers } from './testing/add-users.ts';
import { hour, sampleMatch, start } from './testing/sample-match.ts';
import { stateForEach } from './testing/state-for-each.ts';
import { undoChange } from './undo.ts';

const state = stateForEach();
const now = start + 1000n * hour;

let alert: Alert;
beforeEach(async () => {
  await addUsers(state().db, ['Mori', 'Abe']);
  await addMatches(state().db, [sampleMatch(0, 0)], { now });
  [alert] = await listAlerts(state().db);
});

const change = (by: string, { id, changed }: Pick<Alert, 'id' | 'changed'>, what: AlertChange, at = now) =>
  changeAlert(state().db, { alert: id, changed, change: what }, { by, now: at });

/** Code and message of what is thrown. */
const refusal = (promise: Promise<unknown>): Promise<readonly string[]> =>
  promise.then(
    () => [],
    (error: unknown) => (error instanceof KushiError ? [error.code, error.message] : [String(error)]),
  );

test('an alert is taken, closed with a verdict and opened again; all of it is noted in order', async () => {
  const taken = await change('mori', alert, { status: 'working', owner: 'mori' });
  expect(taken.alert).toMatchObject({ status: 'working', owner: 'mori', verdict: null });
  await commentAlert(state().db, { alert: alert.id, text: ' **see** <script>\n@abe' }, { by: 'abe', now });
  const closed = await change('mori', taken.alert, { status: 'closed', verdict: 'test', reason: ' A drill. ' });
  expect(closed.alert).toMatchObject({ status: 'closed', verdict: 'test', reason: 'A drill.', owner: 'mori' });
  const open = await change('abe', closed.alert, { status: 'open' });
  expect(open.alert).toMatchObject({ status: 'open', verdict: null, reason: null, owner: 'mori' });
  const activity = await alertActivity(state().db, alert.id);
  expect(activity.map(({ by, kind, detail }) => ({ by, kind, detail }))).toEqual([
    {
      by: 'mori',
      kind: 'changed',
      detail: { before: { status: 'open', owner: null }, after: { status: 'working', owner: 'mori' } },
    },
    { by: 'abe', kind: 'comment', detail: { text: ' **see** <script>\n@abe' } },
    {
      by: 'mori',
      kind: 'changed',
      detail: {
        before: { status: 'working', verdict: null, reason: null },
        after: { status: 'closed', verdict: 'test', reason: 'A drill.' },
      },
    },
    {
      by: 'abe',
      kind: 'changed',
      detail: {
        before: { status: 'closed', verdict: 'test', reason: 'A drill.' },
        after: { status: 'open', verdict: null, reason: null },
      },
    },
  ]);
  const times = activity.map(({ at }) => at);
  expect(new Set(times).size, 'each has a time of its own').toBe(4);
  expect(times.toSorted()).toEqual(times);
});

test('of two people who change an alert they read at once, the second is told what the first did', async () => {
  await change('mori', alert, { status: 'working', owner: 'mori' });
  const refused = await refusal(change('abe', alert, { status: 'closed', verdict: 'attack', reason: 'Real.' }));
  expect(refused).toEqual([
    'ALERT_CHANGED',
    'Mori changed A-1 at 2027-01-04T22:00:00Z: status from open to working, owner from none to Mori. Look at it again, then change it.',
  ]);
  expect((await findAlert(state().db, 'A-1'))?.status).toBe('working');
});

test('matches and comments that come between are no reason to refuse a change', async () => {
  await addMatches(state().db, [sampleMatch(1, 1)], { now: now + hour });
  await commentAlert(state().db, { alert: alert.id, text: 'Mine?' }, { by: 'abe', now: now + hour });
  expect((await change('mori', alert, { owner: 'mori' }, now + hour)).alert.count).toBe(2);
});

test.each<[string, AlertChange]>([
  ['nothing', {}],
  ['a status that is none', { status: 'done' as 'open' }],
  ['closed without a verdict', { status: 'closed', reason: 'So.' }],
  ['closed with a verdict that is none', { status: 'closed', verdict: 'fine' as 'test', reason: 'So.' }],
  ['closed without a reason', { status: 'closed', verdict: 'attack', reason: ' ' }],
  ['a reason of two lines', { status: 'closed', verdict: 'attack', reason: 'One\ntwo' }],
  ['a reason that is a book', { status: 'closed', verdict: 'attack', reason: 'x'.repeat(501) }],
  ['a verdict while it is open', { verdict: 'attack', reason: 'So.' }],
  ['an owner who is nobody', { owner: 'nobody' }],
])('%s is refused and changes nothing', async (_, what) => {
  expect((await refusal(change('mori', alert, what)))[0]).toBe('ALERT_CHANGE_INVALID');
  expect(await findAlert(state().db, alert.id)).toEqual(alert);
});

test('an alert that is not there, and comments that say nothing or too much', async () => {
  expect((await refusal(change('mori', { id: 'none', changed: now }, { status: 'open' })))[0]).toBe('ALERT_UNKNOWN');
  const comment = (text: string, id = alert.id) => commentAlert(state().db, { alert: id, text }, { by: 'mori', now });
  expect((await refusal(comment('  ')))[0]).toBe('ALERT_CHANGE_INVALID');
  expect((await refusal(comment('x'.repeat(20_001))))[0]).toBe('ALERT_CHANGE_INVALID');
  expect((await refusal(comment('x', 'none')))[0]).toBe('ALERT_UNKNOWN');
  expect(await findAlert(state().db, 'A-2')).toBeNull();
  expect(await findAlert(state().db, '’; drop table alerts')).toBeNull();
});

test('a change that changes nothing is not noted; one that does can be taken back', async () => {
  expect((await change('mori', alert, { status: 'open' })).undo).toBeNull();
  expect(await alertActivity(state().db, alert.id)).toEqual([]);
  const { undo } = await change('mori', alert, { owner: 'mori' });
  expect(await undoChange(state().db, undo!, { by: 'mori', now })).toEqual({ restored: 1, left: [] });
  expect((await findAlert(state().db, alert.id))?.owner).toBeNull();
  expect((await alertActivity(state().db, alert.id)).at(-1)).toMatchObject({ kind: 'changed', detail: { undo } });
});
