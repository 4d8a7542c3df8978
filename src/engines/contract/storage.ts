import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all } from '../../core/query/ast.ts';
import type { Engine, FieldValue, Segment, Sighting, Snapshot } from '../engine.ts';
import { countSightings, mergeSightings } from '../memory/count-sightings.ts';
import { sampleDay, sampleKinds } from './arbitrary-event.ts';
import { collect, type EngineUnderTest, offsets, on, snapshotOf } from './ask.ts';
import { batchOf, type SampleEvent, sampleObject } from './batch-of.ts';
import { sampleEntities } from './sample-types.ts';

const second = 1_000_000_000n;
const dayNs = 86_400n * second;
const otherObject = 'fedcba987654321001234567';
const keysOf = (segments: readonly Segment[]) => segments.flatMap(({ key, entitiesKey }) => [key, entitiesKey]);
const live = async (engine: Engine, snapshot: Snapshot) => offsets(engine, all, snapshot, { order: 'oldest' });

/** Five equal lines of one object, two more in another write of it, and one the day after. */
const events: readonly SampleEvent[] = [
  ...[0, 1, 2, 3, 4].map((i): SampleEvent => {
    return {
      offset: i * 10,
      time: sampleDay,
      raw: '{"same":1}',
      fields: { 'user.name': 'alice', 'event.action': 'Login' },
    };
  }),
  {
    offset: 5,
    generation: 2,
    time: sampleDay + second,
    fields: { 'user.name': 'alice', 'related.ip': ['192.0.2.1', '192.0.2.2'] },
  },
  { offset: 6, generation: 2, time: sampleDay + 2n * second, fields: { 'user.name': 'Bob', 'source.ip': '192.0.2.1' } },
  {
    object: otherObject,
    offset: 7,
    time: sampleDay + dayNs,
    fields: { 'user.name': 'alice', 'event.action': 'Logout' },
  },
];
const dead = [{ object: sampleObject, generation: 1 }];

/** What an engine does with what it is given: write, open, rewrite, the entity index, deletion. */
export function describeStorage(create: () => Promise<EngineUnderTest>): void {
  describe('storage', () => {
    let engine: Engine;
    let cleanUp: () => Promise<void>;
    beforeAll(async () => {
      ({ engine, cleanUp } = await create());
    });
    afterAll(async () => {
      await engine.close();
      await cleanUp();
    });

    test('a batch becomes one segment a UTC day, described in full', async () => {
      const segments = [...(await engine.write('days', batchOf(events, sampleKinds)))].sort((a, b) =>
        a.day < b.day ? -1 : 1,
      );
      expect(segments.map(({ day, rows, first, last }) => ({ day, rows, first, last }))).toEqual([
        { day: '2026-11-24', rows: 7, first: sampleDay, last: sampleDay + 2n * second },
        { day: '2026-11-25', rows: 1, first: sampleDay + dayNs, last: sampleDay + dayNs },
      ]);
      expect(segments[0].objects).toEqual([
        { object: sampleObject, generation: 1, rows: 5 },
        { object: sampleObject, generation: 2, rows: 2 },
      ]);
      expect(segments[0]).toMatchObject({ dataset: 'test.events', mapping: '1-abc', level: 0 });
      expect(segments[0].fields).toMatchObject({ 'user.name': 'text', 'related.ip': 'list', 'source.ip': 'text' });
      expect(segments[1].fields['source.ip']).toBeUndefined();
      expect(new Set(keysOf(segments)).size).toBe(4);
    });

    test('writing a batch again replaces the first try', async () => {
      await engine.write('again', batchOf(events.slice(0, 3), sampleKinds));
      const segments = await engine.write('again', batchOf(events.slice(0, 5), sampleKinds));
      expect(await live(engine, snapshotOf(segments))).toEqual([0, 10, 20, 30, 40]);
      expect((await engine.open(sampleObject, 40, snapshotOf(segments)))?.offset).toBe(40);
    });

    test('a snapshot shows what it names and nothing else', async () => {
      const segments = await engine.write('hidden', batchOf(events, sampleKinds));
      expect(await live(engine, { segments: [] })).toEqual([]);
      expect(await live(engine, snapshotOf(segments, dead))).toEqual([5, 6, 7]);
      expect(await engine.count(all, snapshotOf(segments, dead), {})).toBe(3);
      const buckets = await engine.aggregate(all, snapshotOf(segments, dead), { by: ['@day'] });
      expect(buckets.map(({ key, count }) => [key[0], count])).toEqual([
        ['2026-11-24', 2],
        ['2026-11-25', 1],
      ]);
    });

    test('one event opens by identity, with its raw record', async () => {
      const snapshot = snapshotOf(await engine.write('open', batchOf(events, sampleKinds)), dead);
      const row = await engine.open(otherObject, 7, snapshot);
      expect(row).toMatchObject({
        object: otherObject,
        offset: 7,
        generation: 1,
        dataset: 'test.events',
        time: sampleDay + dayNs,
      });
      expect(row?.fields).toEqual({
        'event.original': '{}',
        'event.id': `${otherObject}-7`,
        'event.action': 'Logout',
        'user.name': 'alice',
      });
      expect(await engine.open(sampleObject, 0, snapshot)).toBeNull();
      expect(await engine.open(sampleObject, 1, snapshot)).toBeNull();
    });

    test('a rewrite keeps every live row once, and drops the dead', async () => {
      const old = [
        ...(await engine.write('rewrite-1', batchOf(events, sampleKinds))),
        ...(await engine.write(
          'rewrite-2',
          batchOf([{ offset: 99, object: otherObject, time: sampleDay }], sampleKinds),
        )),
      ];
      for (const [i, dying] of [[], dead].entries()) {
        const before = snapshotOf(old, dying);
        const segments = await engine.rewrite({ id: `rewritten-${i}`, segments: before.segments, sortBy: 'user.name' });
        expect(segments.map((segment) => segment.level)).toEqual(segments.map(() => 1));
        const after = snapshotOf(segments);
        expect(await collect(engine.search(all, after, {}))).toEqual(await collect(engine.search(all, before, {})));
        expect(await live(engine, before)).toHaveLength(dying.length === 0 ? 9 : 4);
      }
    });

    test('sightings are a GROUP BY over the live rows, after write, reindex and rewrite', async () => {
      const segments = await engine.write('sightings', batchOf(events, sampleKinds));
      expect(await engine.sightings({}, snapshotOf(segments))).toEqual(await grouped(engine, snapshotOf(segments)));
      const reindexed = await Promise.all(
        snapshotOf(segments, dead).segments.map(async (segment, i) => ({
          ...segment,
          entitiesKey: await engine.reindex(segment, `reindexed-${i}`),
        })),
      );
      const expected = await grouped(engine, snapshotOf(segments, dead));
      expect(await engine.sightings({}, { segments: reindexed })).toEqual(expected);
      const rewritten = await engine.rewrite({ id: 'sightings-rewritten', segments: reindexed });
      expect(await engine.sightings({}, snapshotOf(rewritten))).toEqual(expected);
    });

    test.each([
      [{ values: ['192.0.2.1'] }, ['related.ip', 'source.ip']],
      [{ values: ['192.0.2.1'], fields: ['source.ip'] }, ['source.ip']],
      [{ values: ['alice'] }, ['user.name', 'user.name', 'user.name']],
      [{ values: ['ALICE'] }, []],
      [{ from: '2026-11-25' }, ['user.name']],
      [{ values: ['alice'], to: '2026-11-24' }, ['user.name', 'user.name']],
    ])('sightings %j', async (wanted, fields) => {
      const segments = await engine.write('wanted', batchOf(events, sampleKinds));
      const found = await engine.sightings(wanted, snapshotOf(segments));
      expect(found.map((sighting) => sighting.field)).toEqual(fields);
    });

    test('every kind of value comes back as it was', async () => {
      const fields: Record<string, FieldValue> = {
        'event.id': '',
        'event.action': '串刺し 😀 \u0000 "quoted" \\ \n',
        'user.name': 'x'.repeat(300_000),
        'user.roles': ['b', 'a', ''],
        'related.ip': ['2001:db8::1'],
        'source.port': 9223372036854775807n,
        'destination.port': -9223372036854775808n,
        'event.risk_score': 0.1,
        'event.start': sampleDay + 1n,
        'tls.established': false,
      };
      const raw = '\ufeff{"a":"\\u0000"}\r\n';
      const time = sampleDay + 123_456_789n;
      const segments = await engine.write(
        'kinds',
        batchOf(
          [
            { offset: 2 ** 40, time, fields, raw },
            { offset: 1, time },
          ],
          sampleKinds,
        ),
      );
      const [empty, full] = await collect(engine.search(all, snapshotOf(segments), {}));
      expect(full).toEqual({
        object: sampleObject,
        offset: 2 ** 40,
        generation: 1,
        dataset: 'test.events',
        time,
        fields: { ...fields, 'event.original': raw },
      });
      expect(empty.fields).toEqual({ 'event.original': '{}', 'event.id': `${sampleObject}-1` });
      expect(await engine.open(sampleObject, 2 ** 40, snapshotOf(segments))).toEqual(full);
    });

    test('removed files are gone, and gone already is fine', async () => {
      const segments = await engine.write('removed', batchOf(events, sampleKinds));
      await engine.removeFiles(keysOf(segments));
      await engine.removeFiles(keysOf(segments));
      await expect(live(engine, snapshotOf(segments))).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
    });

    test('a sweep deletes what is not to be kept', async () => {
      const kept = await engine.write('kept', batchOf(events, sampleKinds));
      const orphans = await engine.write('orphans', batchOf(events, sampleKinds));
      expect(await engine.sweep(new Set(keysOf(kept)))).toBeGreaterThanOrEqual(keysOf(orphans).length);
      expect(await engine.sweep(new Set(keysOf(kept)))).toBe(0);
      expect(await engine.count(on('user.name', { op: 'exists' }), snapshotOf(kept), {})).toBe(8);
      await expect(live(engine, snapshotOf(orphans))).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
    });
  });
}

async function grouped(engine: Engine, snapshot: Snapshot): Promise<readonly Sighting[]> {
  const counted = snapshot.segments.map(async (segment) => {
    return countSightings(await collect(engine.search(all, { segments: [segment] }, {})), sampleEntities, segment.day);
  });
  return mergeSightings((await Promise.all(counted)).flat());
}
