import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { eventRoutes } from '../../src/api/contract/event.ts';
import { searchRoutes } from '../../src/api/contract/search.ts';
import { type DemoServer, demoEnd, startDemoServer } from './testing/demo-server.ts';
import { expectGolden } from './testing/golden.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer();
});
afterAll(async () => server.close());

type Page = Awaited<ReturnType<typeof page>>;

type PageQuery = z.input<typeof searchRoutes.page.query>;

const page = (query: PageQuery) => server.client.call(searchRoutes.page, { query });

const key = ({ object, offset }: Page['events'][number]) => `${object}-${offset}`;

/** Every event of a search, page by page. */
async function allPages(query: PageQuery, between: () => Promise<unknown> = async () => {}): Promise<Page[]> {
  const pages = [await page(query)];
  for (let last = pages[0]; last.next !== null; last = pages[pages.length - 1]) {
    await between();
    pages.push(await page({ ...query, cursor: last.next }));
  }
  return pages;
}

async function collect<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

const trail = { datasets: 'aws.cloudtrail' };
const denied = {
  ...trail,
  query: 'event.outcome: failure and error.code: *',
  fields: 'event.action,source.ip,error.code,record.eventSource',
};

describe('a search', () => {
  test('gives a page, whose shape is kept', async () => {
    const { segments, ...newest } = await page({ ...denied, limit: 3 });
    expect(segments.inRange).toBeLessThan(segments.stored);
    expectGolden('search-page', newest);
    const { segments: _, ...oldest } = await page({ ...denied, limit: 2, order: 'oldest' });
    expectGolden('search-page-oldest', oldest);
  });

  test.each(['newest', 'oldest'] as const)('%s first, pages make the whole, forwards and back', async (order) => {
    // Flows have whole seconds, so that many share an instant and pages end within it.
    const range = { datasets: 'aws.vpcflow', from: '2026-03-17T00:00:00Z', to: '2026-03-17T12:00:00Z' };
    const query = { ...range, order };
    const whole = (await allPages({ ...query, limit: 500 })).flatMap(({ events }) => events.map(key));
    expect(new Set(whole).size).toBe(whole.length);
    const pages = await allPages({ ...query, limit: 37 });
    expect(pages.flatMap(({ events }) => events.map(key))).toEqual(whole);
    const back = [pages[pages.length - 1]];
    for (let first = back[0]; first.previous !== null; first = back[0])
      back.unshift(await page({ ...query, limit: 37, cursor: first.previous }));
    expect(back.flatMap(({ events }) => events.map(key))).toEqual(whole);
    const [counted] = (await collect(server.client.stream(searchRoutes.count, { query: range }))).slice(-1);
    expect(counted.count).toBe(whole.length);
  });

  test('stays what it was while a load goes on', async () => {
    const query = { from: '2026-03-16T00:00:00Z', to: '2026-03-16T06:00:00Z', limit: 100 };
    const before = await allPages(query);
    let loads = 0;
    const during = await allPages(query, async () => {
      if (loads++ < 3) await server.load(server.write(`access-${loads}.log`, lines(loads)));
    });
    expect(during.map(({ events }) => events.map(key))).toEqual(before.map(({ events }) => events.map(key)));
    const after = (await allPages(query)).flatMap(({ events }) => events);
    expect(after.length).toBe(before.flatMap(({ events }) => events).length + 3 * 20);
  });

  test('answers a relative range as it was when it was asked', async () => {
    const { from, to } = await page({ from: '-24h', to: 'now', limit: 1 });
    expect([from, to]).toEqual(['2026-03-18T14:23:45Z', demoEnd]);
  });

  test.each<[Record<string, string | number>, string]>([
    [{ query: 'surce.ip: 1' }, 'QUERY_SYNTAX'],
    [{ from: 'yesterday-ish' }, 'TIME_INVALID'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'TIME_INVALID'],
    [{ from: '2026-03-02', zone: 'Mars/Olympus' }, 'TIME_INVALID'],
    [{ limit: 501 }, 'REQUEST_INVALID'],
    [{ limit: 0 }, 'REQUEST_INVALID'],
    [{ cursor: 'garbage' }, 'REQUEST_INVALID'],
    [{ fields: 'event.original' }, 'REQUEST_INVALID'],
    [{ unknown: 1 }, 'REQUEST_INVALID'],
    [{ query: 'a'.repeat(8001) }, 'REQUEST_INVALID'],
  ])('%j is refused with %s', async (query, code) => {
    await expect(page(query)).rejects.toMatchObject({ code });
    // What takes no cursor and no limit refuses the same, before a stream begins.
    const counted = collect(server.client.stream(searchRoutes.count, { query }));
    await expect(counted).rejects.toMatchObject({
      code: 'cursor' in query || 'limit' in query ? 'REQUEST_INVALID' : code,
    });
  });

  test('a wrong field says its place and the nearest name', async () => {
    const failed = page({ query: 'event.outcome: failure and surce.ip: 1' });
    await expect(failed).rejects.toMatchObject({
      location: { column: 28 },
      problems: [
        { code: 'QUERY_FIELD_UNKNOWN', message: expect.stringContaining('source.ip'), location: { column: 28 } },
      ],
    });
  });
});

describe('a histogram', () => {
  test('adds up to the count, by any field, from the midnight of the reader', async () => {
    const query = { ...trail, zone: 'Asia/Tokyo', step: '1d' as const, by: 'event.outcome' };
    const parts = await collect(server.client.stream(searchRoutes.histogram, { query }));
    const [steps] = parts;
    const end = parts[parts.length - 1];
    if (steps.kind !== 'steps' || end.kind !== 'end') throw new Error('Parts in a wrong order.');
    expect(steps.edges.every((edge) => edge.endsWith('T15:00:00Z'))).toBe(true);
    const counts = parts.flatMap((part) => (part.kind === 'counts' ? part.counts : []));
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(end.events);
    const [busiest] = counts.toSorted((a, b) => b.count - a.count);
    const [from, to] = [steps.edges[busiest.step], steps.edges[busiest.step + 1]];
    const asked = { ...trail, from, to, query: `event.outcome: ${busiest.value}` };
    const [counted] = (await collect(server.client.stream(searchRoutes.count, { query: asked }))).slice(-1);
    const same = counts.filter(({ step, value }) => step === busiest.step && value === busiest.value);
    expect(counted.count).toBe(same.reduce((sum, { count }) => sum + count, 0));
  });

  test('refuses steps that nobody could draw', async () => {
    const drawn = collect(server.client.stream(searchRoutes.histogram, { query: { step: '1s' } }));
    await expect(drawn).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('fields', () => {
  test('are listed with what the first events have', async () => {
    const { fields, sample } = await server.client.call(searchRoutes.fields, {
      query: { ...denied, fields: undefined } as never,
    });
    expect(sample).toBeGreaterThan(0);
    const outcome = fields.find(({ name }) => name === 'event.outcome');
    expect(outcome).toMatchObject({ filled: sample, distinct: 1, top: [{ value: 'failure', count: sample }] });
    expect(fields.map(({ name }) => name)).not.toContain('event.original');
  });

  test('have exact values', async () => {
    const values = await server.client.call(searchRoutes.fieldValues, {
      params: { field: 'event.outcome' },
      query: trail,
    });
    const [counted] = (await collect(server.client.stream(searchRoutes.count, { query: trail }))).slice(-1);
    expect(values.events).toBe(counted.count);
    expect(values.filled).toBe(values.values.reduce((sum, { count }) => sum + count, 0));
    expect(values.values.map(({ value }) => value)).toEqual(['success', 'failure', 'unknown']);
  });

  test('are completed by name, and by value with counts', async () => {
    const { fields } = await server.client.call(searchRoutes.completeFields, { query: { typed: 'source.i' } });
    expect(fields[0]).toMatchObject({ name: 'source.ip', type: 'ip' });
    for (const [field, typed] of [
      ['source.ip', '203.0.113.'],
      ['event.action', 'consolelog'],
      ['event.dataset', 'aws'],
    ]) {
      const query = { field, typed };
      let answer = await server.client.call(searchRoutes.completeValues, { query });
      while (!answer.complete) answer = await server.client.call(searchRoutes.completeValues, { query });
      expect(answer.values[0].value.toLowerCase()).toContain(typed);
      const find = { query: { query: `${field}: "${answer.values[0].value}"` } };
      const [counted] = (await collect(server.client.stream(searchRoutes.count, find))).slice(-1);
      expect(answer.values[0].count).toBe(counted.count);
    }
  });
});

describe('an export', () => {
  test.each(['ndjson', 'csv'] as const)('as %s has every event and is for no one unknown', async (format) => {
    const query = { ...trail, format };
    const text = await server.client.call(searchRoutes.export, { query });
    const [counted] = (await collect(server.client.stream(searchRoutes.count, { query: trail }))).slice(-1);
    expect(text.trimEnd().split('\n').length).toBe(counted.count + (format === 'csv' ? 1 : 0));
    await expect(server.as(null).call(searchRoutes.export, { query })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('stops when nobody reads on', async () => {
    const stop = new AbortController();
    const response = await fetch(server.client.address(searchRoutes.export, { query: {} }), { signal: stop.signal });
    await response.body!.getReader().read();
    stop.abort();
    expect((await page({ limit: 1 })).events).toHaveLength(1);
  });
});

test.each([
  '/api/events?fields=__proto__,constructor&limit=1',
  '/api/events/export?format=csv&fields=__proto__&limit=1',
  '/api/fields/__proto__/values',
  '/api/entities/constructor/x',
  '/api/completions/values?field=__proto__',
])('%s names what no event has', async (path) => {
  expect((await fetch(server.url + path)).status).toBe(200);
});

describe('an event', () => {
  const first = async () => (await page({ ...denied, limit: 1 })).events[0];

  test('opens whole, by place and by id', async () => {
    const { object, offset, id } = await first();
    const opened = await server.client.call(eventRoutes.open, { params: { object, offset } });
    expect(opened.event.id).toBe(id);
    const { origin, ...rest } = opened;
    expect(origin).toMatchObject({
      source: expect.stringMatching(/logs$/),
      generation: 1,
      mapping: expect.stringMatching(/^1-[0-9a-f]{16}$/),
    });
    expect(origin?.name).toMatch(/CloudTrail.*\.json\.gz$/);
    expectGolden('event', rest);
    const found = await server.client.call(eventRoutes.find, { params: { id } });
    expect(found.events).toContainEqual(expect.objectContaining({ object, offset }));
  });

  test('has a raw record, cut where one asks', async () => {
    const { object, offset, id } = await first();
    const raw = await server.client.call(eventRoutes.raw, { params: { object, offset } });
    expect(JSON.parse(raw.text).eventID).toBe(id);
    const cut = await server.client.call(eventRoutes.raw, { params: { object, offset }, query: { most: 10 } });
    expect(cut).toEqual({ ...raw, text: raw.text.slice(0, 10), truncated: true });
  });

  test('stands among what its actor did around it', async () => {
    const { object, offset, time } = await first();
    const around = await server.client.call(eventRoutes.around, { params: { object, offset }, query: { minutes: 60 } });
    const keys = [...around.before, ...around.after].map(key);
    expect(keys).not.toContain(`${object}-${offset}`);
    expect(around.before.every((event) => event.time <= time)).toBe(true);
    expect(around.after.every((event) => event.time >= time)).toBe(true);
    const same = await allPages({ query: around.query, from: around.from, to: around.to });
    const searched = same.flatMap(({ events }) => events.map(key)).filter((one) => one !== `${object}-${offset}`);
    expect(keys.toSorted()).toEqual(searched.toSorted());
  });

  test('tells why a rule matched it, and why another did not', async () => {
    const { events } = await page({ ...trail, query: 'event.action: StopLogging', limit: 1 });
    const [{ object, offset }] = events;
    const opened = await server.client.call(eventRoutes.open, { params: { object, offset } });
    const [{ rule }] = opened.matches;
    const why = await server.client.call(eventRoutes.explain, { params: { object, offset, rule: rule.id } });
    expect(why.passes).toBe(true);
    expectGolden('explain', why);
    const other = await first();
    const params = { object: other.object, offset: other.offset, rule: rule.id };
    const whyNot = await server.client.call(eventRoutes.explain, { params });
    expect(whyNot).toMatchObject({ passes: false, condition: { passes: false } });
  });

  test.each<[string, string]>([
    ['/api/fields/event.original/values', 'REQUEST_INVALID'],
    ['/api/events/histogram?by=event.original', 'REQUEST_INVALID'],
    ['/api/completions/values?field=event.original', 'REQUEST_INVALID'],
    ['/api/events?from=-999999999w', 'TIME_INVALID'],
    ['/api/events/000000000000000000000000/1', 'NOT_FOUND'],
    ['/api/events/000000000000000000000000/-1', 'REQUEST_INVALID'],
    ['/api/events/../1', 'NOT_FOUND'],
    ['/api/events/xyz/1', 'REQUEST_INVALID'],
    ['/api/events/000000000000000000000000/1e400/raw', 'REQUEST_INVALID'],
    ['/api/events/000000000000000000000000/1/around?by=nothing', 'REQUEST_INVALID'],
    ['/api/events/000000000000000000000000/1/rules/none', 'NOT_FOUND'],
  ])('%s is %s', async (path, code) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ error: { code } });
  });
});

/** Requests spread over the time that is paged through. */
function lines(load: number): string {
  const clock = (minute: number) => new Date(Date.UTC(2026, 2, 16, 0, minute * 15, load)).toISOString();
  const stamp = (minute: number) => `16/Mar/2026:${clock(minute).slice(11, 19)} +0000`;
  const line = (minute: number) =>
    `192.0.2.${load} - - [${stamp(minute)}] "GET /more HTTP/1.1" 200 612 "-" "curl/8.5.0"`;
  return `${Array.from({ length: 20 }, (_, minute) => line(minute)).join('\n')}\n`;
}
