import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { alertRoutes } from '../../src/api/contract/alerts.ts';
import { searchRoutes } from '../../src/api/contract/search.ts';
import { type DemoServer, startDemoServer } from './testing/demo-server.ts';
import { expectGolden } from './testing/golden.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer();
});
afterAll(async () => server.close());

const list = (query: z.input<typeof alertRoutes.list.query> = {}) => server.client.call(alertRoutes.list, { query });
const one = (alert: string) => server.client.call(alertRoutes.one, { params: { alert } });

async function everyAlert(query: z.input<typeof alertRoutes.list.query>) {
  const all = [];
  for (let cursor: string | undefined; ; ) {
    const page = await list({ ...query, ...(cursor && { cursor }) });
    all.push(...page.alerts);
    if (page.next === null) return all;
    cursor = page.next;
  }
}

test('alerts come by page, worst first, and are counted', async () => {
  const all = await everyAlert({ limit: 200 });
  expect((await everyAlert({ limit: 7 })).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  const counts = await server.client.call(alertRoutes.counts, { query: {} });
  expect(counts.total).toBe(all.length);
  const high = await everyAlert({ level: 'high,critical', limit: 200 });
  expect(high.length).toBe((counts.level.high ?? 0) + (counts.level.critical ?? 0));
  expectGolden(
    'alerts',
    (await list({ limit: 1 })).alerts.map(({ opened: _, changed: __, id: ___, story: ____, ...rest }) => rest),
  );
});

test('stories hold their alerts once', async () => {
  const all = (await everyAlert({ limit: 200 })).map(({ id }) => id);
  const grouped: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { by: 'story' as const, limit: 3, ...(cursor && { cursor }) };
    const page = await server.client.call(alertRoutes.groups, { query });
    for (const { alerts, count } of page.groups) {
      expect(alerts.length).toBe(Math.min(count, 50));
      grouped.push(...alerts.map(({ id }) => id));
    }
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(new Set(grouped).size).toBe(grouped.length);
  expect(all).toEqual(expect.arrayContaining(grouped));
});

test('the events behind an alert are exactly so many, and each opens', async () => {
  const { alerts } = await list({ limit: 200 });
  const alert = alerts.find(({ count }) => count > 3)!;
  const found = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 3, ...(cursor && { cursor }) };
    const page = await server.client.call(alertRoutes.events, { params: { alert: alert.number }, query });
    found.push(...page.events);
    expect(page.total).toBe(alert.count);
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(found.length).toBe(alert.count);
  expect(found.every(({ kept }) => kept)).toBe(true);
  expect([found[0].time, found[found.length - 1].time]).toEqual([alert.last, alert.first]);
});

test('an answer says the same in both languages, with times as RFC 3339', async () => {
  const [{ number }] = (await list({ limit: 1 })).alerts;
  const [english, japanese] = await Promise.all(
    (['en', 'ja'] as const).map((language) =>
      server.client.call(alertRoutes.answer, { params: { alert: number }, query: { language, zone: 'Asia/Tokyo' } }),
    ),
  );
  expect(japanese.answer).toEqual(english.answer);
  expect(english.answer.range.from).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(english.answer.alert.number).toBe(number);
  expect(japanese.text).toMatch(/[\u3040-\u30ff]/);
  expect(english.text).toContain(number);
});

test('a change can be taken back, and one that came between is refused', async () => {
  const [{ id }] = (await list({ limit: 1 })).alerts;
  const { alert } = await one(id);
  const body = {
    status: 'closed',
    verdict: 'expected',
    reason: 'A drill.',
    owner: 'me',
    changed: alert.changed,
  } as const;
  const closed = await server.client.call(alertRoutes.change, { params: { alert: id }, body });
  expect(closed.alert).toMatchObject({ status: 'closed', verdict: 'expected', owner: { name: 'mori' } });
  const late = { owner: null, changed: alert.changed };
  const refused = server.client.call(alertRoutes.change, { params: { alert: id }, body: late });
  await expect(refused).rejects.toMatchObject({ code: 'ALERT_CHANGED' });
  const undone = await server.client.call(alertRoutes.undo, { params: { undo: closed.undo! } });
  expect(undone).toEqual({ restored: 1, left: [] });
  const { alert: again, activity } = await one(id);
  expect(again).toMatchObject({ status: 'open', verdict: null, owner: null });
  expect(activity.map(({ kind, by }) => [kind, by?.name])).toEqual([
    ['changed', 'mori'],
    ['changed', 'mori'],
  ]);
});

test('all that a query means are changed, not a page of them', async () => {
  const filter = { status: 'open', level: 'low,medium' };
  const before = await everyAlert({ ...filter, limit: 200 });
  const change = { status: 'working' as const, owner: 'me' };
  const changed = await server.client.call(alertRoutes.changeAll, { body: { filter, change } });
  expect(changed).toMatchObject({ matched: before.length, changed: before.length });
  expect((await everyAlert({ ...filter, limit: 200 })).length).toBe(0);
  expect((await everyAlert({ owner: 'me', limit: 200 })).length).toBe(before.length);
  const undone = await server.client.call(alertRoutes.undo, { params: { undo: changed.undo! } });
  expect(undone.restored).toBe(before.length);
});

test('a comment is kept as it was written', async () => {
  const [{ id }] = (await list({ limit: 1 })).alerts;
  const text = '**look** <script>alert(1)</script> \u202e';
  const { activity } = await server.client.call(alertRoutes.comment, { params: { alert: id }, body: { text } });
  expect(activity[activity.length - 1]).toMatchObject({ kind: 'comment', detail: { text } });
});

test('a suppression hides what it said it would, until it is ended', async () => {
  const [{ rule, entity }] = (await list({ status: 'open', limit: 1 })).alerts;
  const scope = { rule: rule.id, entityKind: entity.kind, entityValue: entity.value };
  const hidden = await server.client.call(alertRoutes.wouldHide, { query: scope });
  expect(hidden.shown.every((alert) => alert.rule.id === rule.id)).toBe(true);
  const body = { rule: rule.id, entity, reason: 'Known.', expires: '+7d' };
  const { suppression } = await server.client.call(alertRoutes.suppress, { body });
  expect(suppression).toMatchObject({ active: true, owner: { name: 'mori' }, expires: '2026-03-26T14:23:45Z' });
  expect((await everyAlert({ suppressed: 'true' })).length).toBe(suppression.alerts);
  const { suppression: ended } = await server.client.call(alertRoutes.endSuppression, {
    params: { suppression: suppression.id },
  });
  expect(ended.active).toBe(false);
});

test.each<[string, string, object | null, string]>([
  ['GET', '/api/alerts?status=none', null, 'REQUEST_INVALID'],
  ['GET', '/api/alerts?cursor=x', null, 'PAGE_INVALID'],
  ['GET', '/api/alerts?from=x', null, 'TIME_INVALID'],
  ['GET', '/api/alerts/A-999999', null, 'ALERT_UNKNOWN'],
  ['GET', '/api/alerts/%00/answer', null, 'ALERT_UNKNOWN'],
  ['GET', '/api/alerts/A-1/events?cursor=x', null, 'PAGE_INVALID'],
  ['GET', '/api/alerts/A-1/answer?zone=Mars', null, 'TIME_INVALID'],
  ['PATCH', '/api/alerts/A-1', { status: 'closed', changed: 'x' }, 'TIME_INVALID'],
  ['PATCH', '/api/alerts/A-1', { status: 'closed', changed: '2027-01-01T00:00:00Z' }, 'ALERT_CHANGE_INVALID'],
  ['PATCH', '/api/alerts/A-1', { status: 'gone' }, 'REQUEST_INVALID'],
  ['POST', '/api/alerts/A-1/comments', { text: '' }, 'REQUEST_INVALID'],
  ['POST', '/api/alerts/changes', { filter: {}, change: {} }, 'ALERT_CHANGE_INVALID'],
  ['POST', '/api/alerts/changes/none/undo', null, 'UNDO_UNKNOWN'],
  ['POST', '/api/suppressions', { rule: 'x', reason: 'y', expires: '-1d' }, 'SUPPRESSION_INVALID'],
  ['POST', '/api/suppressions/none/end', null, 'SUPPRESSION_UNKNOWN'],
])('%s %s %j is %s', async (method, path, body, code) => {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'x-test-caller': JSON.stringify(server.mori), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(await response.json()).toMatchObject({ error: { code } });
  expect(response.status).toBeLessThan(500);
});

test('viewers read and change nothing', async () => {
  const viewer = server.as({ ...server.mori, role: 'viewer' });
  expect((await viewer.call(alertRoutes.list, { query: { limit: 1 } })).alerts).toHaveLength(1);
  const body = { filter: {}, change: { owner: 'me' } };
  await expect(viewer.call(alertRoutes.changeAll, { body })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(viewer.call(searchRoutes.page, { query: { limit: 1 } })).resolves.toBeDefined();
});
