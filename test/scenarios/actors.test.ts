import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorRoutes } from '../../src/api/contract/actors.ts';
import { alertRoutes } from '../../src/api/contract/alerts.ts';
import { searchRoutes } from '../../src/api/contract/search.ts';
import { jsonLine } from '../../src/core/json/json-line.ts';
import type { TimelinePart } from '../../src/questions/actor-timeline.ts';
import { readerVoice } from '../../src/questions/voice.ts';
import { snapshot } from '../../src/state/catalog.ts';
import { actorJson } from '../../src/timeline/actor-json.ts';
import { investigateActor } from '../../src/timeline/investigate-actor.ts';
import { type DemoServer, startDemoServer } from './testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await startDemoServer();
});
afterAll(async () => server.close());

async function timeline(id: string, query: object = {}): Promise<TimelinePart[]> {
  const parts: TimelinePart[] = [];
  for await (const part of server.client.stream(actorRoutes.timeline, { params: { id }, query })) parts.push(part);
  return parts;
}

const of = <K extends TimelinePart['kind']>(parts: readonly TimelinePart[], kind: K) =>
  parts.filter((part): part is Extract<TimelinePart, { kind: K }> => part.kind === kind);

/** The ARN of whoever stopped the logging. */
async function intruder(): Promise<string> {
  const query = { query: 'event.action: StopLogging', fields: 'aws.principal_arn' };
  const { events } = await server.client.call(searchRoutes.page, { query });
  return String(events[0].fields['aws.principal_arn']);
}

test('a timeline has the facts of kushi actor --json, the first of them at once', async () => {
  const id = await intruder();
  const parts = await timeline(id);
  expect(parts.slice(0, 4).map(({ kind }) => kind)).toEqual(['identity', 'chain', 'facts', 'events']);
  const store = { engine: server.data.engine, snapshot: await snapshot(server.data.db) };
  const found = await investigateActor(store, server.data.db, { id, range: {} });
  if (found.identity === null) throw new Error('Nobody was found.');
  const whole = JSON.parse(jsonLine(actorJson(found, readerVoice({ language: 'en', zone: 'UTC' }))));
  const [[identity], [chain], [facts]] = [of(parts, 'identity'), of(parts, 'chain'), of(parts, 'facts')];
  const { from, to, summary, baselines, busyAddresses, complete, candidates: _, ...actor } = whole.actor;
  expect({ ...identity.actor, from, to }).toEqual({ ...actor, from, to });
  expect([chain.from, chain.to, chain.chain]).toEqual([from, to, whole.chain]);
  const { kind: __, ...rest } = facts;
  const { alerts, touched, cannotSee } = whole;
  expect(rest).toEqual({ summary, baselines, busyAddresses, complete, alerts, touched, cannotSee, new: whole.new });
  expect(of(parts, 'events').flatMap(({ events }) => events)).toEqual(whole.events);
  expect(identity.index.events).toBeGreaterThan(0);
});

test('an alert stands for who it is about', async () => {
  const { alerts } = await server.client.call(alertRoutes.list, { query: { limit: 1 } });
  const [identity] = of(await timeline(alerts[0].number), 'identity');
  expect(identity.actor).toMatchObject({ asked: alerts[0].entity.value, around: alerts[0].id });
  const [around] = of(await timeline(alerts[0].entity.value, { around: alerts[0].number }), 'identity');
  expect(around.actor).toEqual(identity.actor);
});

test('sentences come in the language asked for', async () => {
  const id = await intruder();
  const [[english], [japanese]] = [
    of(await timeline(id), 'facts'),
    of(await timeline(id, { language: 'ja' }), 'facts'),
  ];
  expect(japanese.cannotSee.length).toBe(english.cannotSee.length);
  expect(japanese.cannotSee.map(({ sentence }) => sentence).join()).toMatch(/[\u3040-\u30ff]/);
});

test('an id that was never seen is nobody', async () => {
  expect((await timeline('AKIANEVERSEEN0000000')).map(({ kind }) => kind)).toEqual(['nobody']);
});

test.each([
  [{ from: 'x' }, 'TIME_INVALID'],
  [{ from: '2026-03-02', to: '2026-03-01' }, 'USAGE'],
  [{ around: 'A-999999' }, 'ALERT_UNKNOWN'],
  [{ zone: 'Mars/Olympus' }, 'TIME_INVALID'],
  [{ language: 'de' }, 'REQUEST_INVALID'],
])('%j is refused with %s', async (query, code) => {
  await expect(timeline(await intruder(), query)).rejects.toMatchObject({ code });
});

test('a card says of a value what its events say', async () => {
  const query = { query: 'event.action: StopLogging', fields: 'source.ip' };
  const { events } = await server.client.call(searchRoutes.page, { query });
  const value = String(events[0].fields['source.ip']);
  const card = await server.client.call(actorRoutes.card, { params: { kind: 'source.ip', value } });
  const values = await server.client.call(searchRoutes.fieldValues, {
    params: { field: 'event.dataset' },
    query: { query: `source.ip: "${value}"` },
  });
  expect(card).toMatchObject({ kind: 'address', value, events: values.events });
  expect(card.datasets).toEqual(values.values.map(({ value: dataset, count }) => ({ dataset, count })));
  expect(card.days).toHaveLength(30);
  expect(card.days[29].day).toBe('2026-03-19');
  const within = { query: { query: `source.ip: "${value}"`, from: '2026-02-18T00:00:00Z' } };
  const { events: inRange } = await server.client.call(searchRoutes.fieldValues, {
    ...within,
    params: { field: 'event.id' },
  });
  expect(card.days.reduce((sum, { count }) => sum + count, 0)).toBe(inRange);
  const any = await server.client.call(actorRoutes.card, { params: { kind: 'any', value } });
  expect(any.fields).toContainEqual(card.fields[0]);
});

test('of a value that was never seen a card says so', async () => {
  const card = await server.client.call(actorRoutes.card, { params: { kind: 'any', value: '192.0.2.250' } });
  expect(card).toMatchObject({ kind: null, firstSeen: null, events: 0, isNew: null, actions: [] });
});
