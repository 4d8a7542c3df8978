import { afterAll, beforeAll, expect, test } from 'vitest';
import { overviewRoutes } from '../../src/api/contract/overview.ts';
import { ruleRoutes } from '../../src/api/contract/rules.ts';
import { searchRoutes } from '../../src/api/contract/search.ts';
import { settingRoutes } from '../../src/api/contract/settings.ts';
import { sourceRoutes } from '../../src/api/contract/sources.ts';
import { type DemoServer, demoEnd, startDemoServer } from './testing/demo-server.ts';

let server: DemoServer;
let brokenPath: string;
beforeAll(async () => {
  server = await startDemoServer();
  const broken = ['not a line of a log', '\u0000\u0001 nor this', 'nor that'];
  const good = '192.0.2.77 - - [18/Mar/2026:10:00:00 +0000] "GET /fine HTTP/1.1" 200 612 "-" "curl/8.5.0"';
  brokenPath = server.write('access-broken.log', `${[good, ...broken, good].join('\n')}\n`);
  await server.load(brokenPath);
});
afterAll(async () => server.close());

async function countOf(query: object): Promise<number> {
  let count = 0;
  for await (const part of server.client.stream(searchRoutes.count, { query })) count = part.count;
  return count;
}

test('every number of the overview is that of the search beside it', async () => {
  const query = { from: '2026-03-12T00:00:00Z', to: '2026-03-19T00:00:00Z', zone: 'Asia/Tokyo' };
  const { volume, alerts } = await server.client.call(overviewRoutes.overview, { query });
  expect(await countOf(volume.total.search)).toBe(volume.total.count);
  for (const { count, counts, search } of volume.byType) {
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(count);
    expect(await countOf(search)).toBe(count);
  }
  expect(volume.byType.reduce((sum, { count }) => sum + count, 0)).toBe(volume.total.count);
  expect(alerts.total).toBe(alerts.status.open! + alerts.status.working! + alerts.status.closed!);
});

test('news begin with the last visit, which moves only when one says so', async () => {
  const first = await server.client.call(overviewRoutes.overview, { query: {} });
  expect([first.lastVisit, first.news]).toEqual([null, null]);
  const at = '2026-03-18T12:00:00Z';
  expect(await server.client.call(overviewRoutes.visit, { body: { at } })).toEqual({ lastVisit: at });
  let seen = await server.client.call(overviewRoutes.overview, { query: {} });
  while (seen.news === null) seen = await server.client.call(overviewRoutes.overview, { query: {} });
  expect([seen.lastVisit, seen.news.since]).toEqual([at, at]);
  expect(seen.news.fields.map(({ field }) => field)).toContain('source.ip');
  for (const { field, examples } of seen.news.fields)
    for (const { value, count, search } of examples) {
      expect(await countOf(search), `${field} ${value}`).toBe(count);
      expect(await countOf({ ...search, from: undefined, to: at }), `${field} ${value} before`).toBe(0);
    }
  await server.client.call(overviewRoutes.visit, { body: { at: '2026-03-01T00:00:00Z' } });
  const later = await server.client.call(overviewRoutes.visit, { body: { at: '2030-01-01T00:00:00Z' } });
  expect(later.lastVisit).toBe(demoEnd);
  const other = server.as({ ...server.mori, user: null });
  expect(await other.call(overviewRoutes.visit, { body: { at } })).toEqual({ lastVisit: null });
});

test('both equations hold for every source and day, and each term lists its objects', async () => {
  const { total, sources, logTypes } = await server.client.call(sourceRoutes.list, { query: {} });
  for (const { objects: o, records: r } of [total, ...sources, ...sources.flatMap(({ days }) => days)]) {
    expect(o.offered).toBe(o.loaded + o.known + o.refused + o.skipped + o.waiting);
    expect(r.read).toBe(r.events + r.rejects + r.filtered);
  }
  expect(total.records.events).toBe(await countOf({}));
  expect(sources.map(({ name }) => name)).toContain('demo');
  expect(logTypes.every(({ state }) => ['ok', 'silent', 'unknown'].includes(state))).toBe(true);
  let loaded = 0;
  for (let cursor: string | undefined; ; ) {
    const query = { status: 'loaded', limit: 200, ...(cursor && { cursor }) };
    const page = await server.client.call(sourceRoutes.objects, { query });
    loaded += page.objects.length;
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(loaded).toBe(total.objects.loaded);
});

test('rejects are told by cause, one by one, and byte by byte', async () => {
  const { causes } = await server.client.call(sourceRoutes.causes);
  const [cause] = causes.filter(({ example }) => example?.object === brokenPath);
  expect(cause).toMatchObject({ logType: 'nginx.access', count: 3 });
  const { code, logType } = cause;
  const list = (query: object) => server.client.call(sourceRoutes.rejects, { query: { code, logType, ...query } });
  const { rejects } = await list({});
  expect(rejects.length).toBe(cause.count);
  const one = await list({ limit: 1 });
  const rest = await list({ limit: 200, cursor: one.next });
  expect([...one.rejects, ...rest.rejects]).toEqual(rejects);
  const raws = [];
  for (const { object, offset } of rejects)
    raws.push((await server.client.call(sourceRoutes.rawReject, { params: { object, offset } })).raw.raw?.trimEnd());
  expect(raws.toSorted()).toEqual(['\u0000\u0001 nor this', 'nor that', 'not a line of a log']);
  const rejected = await server.client.call(sourceRoutes.objects, { query: { rejected: 'true' } });
  expect(rejected.objects.map(({ name }) => name)).toEqual([brokenPath]);
});

test('a log that is not here is looked for, step by step', async () => {
  const why = (asked: string) => server.client.call(sourceRoutes.why, { query: { asked } });
  expect(await why('/nowhere/at/all.log')).toMatchObject({ step: 'no-source', objects: [] });
  expect(await why(brokenPath)).toMatchObject({ step: 'rejected', objects: [{ name: brokenPath, status: 'loaded' }] });
  const [{ location }] = (await why('x')).sources;
  expect(await why(`${location}/never-written.json.gz`)).toMatchObject({ step: 'not-offered' });
  const { around, step } = await why('2026-03-18T10:00:00Z');
  expect(step).toBeNull();
  const nginx = around.find(({ dataset }) => dataset === 'nginx.access');
  const near = { from: '2026-03-18T09:30:00Z', to: '2026-03-18T10:30:00Z', datasets: 'nginx.access' };
  expect(nginx?.events).toBe(await countOf(near));
  expect(nginx?.after).toBe('2026-03-18T10:00:00Z');
});

test('rules say how loud they are, and show their text and tests', async () => {
  const { rules } = await server.client.call(ruleRoutes.list);
  expect(rules.every(({ tests }) => tests.match > 0 && tests.noMatch > 0)).toBe(true);
  const loud = rules.filter(({ noise }) => noise !== null);
  expect(loud.length).toBeGreaterThan(3);
  const one = await server.client.call(ruleRoutes.one, { params: { rule: loud[0].id } });
  expect(one.rule).toEqual(loud[0]);
  expect(one.source).toContain(`title: ${one.rule.title}`);
  expect(one.tests.length).toBe(one.rule.tests.match + one.rule.tests.noMatch);
  expect(one.tests.filter(({ passed }) => !passed)).toEqual([]);
  const none = server.client.call(ruleRoutes.one, { params: { rule: 'none' } });
  await expect(none).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('settings say what they are and where that was set', async () => {
  const { settings } = await server.client.call(settingRoutes.list);
  const find = (path: string) => settings.find((setting) => setting.path === path);
  expect(find('server.port')).toMatchObject({
    value: 5780,
    default: 5780,
    setBy: 'default',
    environment: 'KUSHI_PORT',
  });
  expect(find('sources.demo.location')).toMatchObject({ setBy: 'file', environment: null });
  expect(await server.client.call(settingRoutes.destinations)).toEqual({ destinations: [] });
  expect(await server.client.call(settingRoutes.deliveries, { query: {} })).toEqual({ deliveries: [] });
});

test.each([
  ['/api/objects?status=none', 'REQUEST_INVALID'],
  ['/api/objects?cursor=x', 'PAGE_INVALID'],
  ['/api/rejects?cursor=x', 'REQUEST_INVALID'],
  ['/api/sources?fromDay=yesterday', 'REQUEST_INVALID'],
  ['/api/sources/why?asked=', 'REQUEST_INVALID'],
  ['/api/sources/why?asked=%20', 'REQUEST_INVALID'],
  ['/api/overview?from=x', 'TIME_INVALID'],
  ['/api/overview?zone=Mars', 'TIME_INVALID'],
  ['/api/rejects/000000000000000000000000/1/raw', 'NOT_FOUND'],
  ['/api/deliveries?alert=A-999999', 'ALERT_UNKNOWN'],
])('%s is %s', async (path, code) => {
  const response = await fetch(server.url + path);
  expect(await response.json()).toMatchObject({ error: { code } });
});
