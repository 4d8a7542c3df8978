import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all } from '../../core/query/ast.ts';
import type { Engine, Snapshot } from '../engine.ts';
import { sampleDay, sampleKinds } from './arbitrary-event.ts';
import { collect, type EngineUnderTest, offsets, on, snapshotOf } from './ask.ts';
import { batchOf, type SampleEvent, sampleObject } from './batch-of.ts';
import { questionEvents, sampleEvent } from './question-events.ts';
import { equals, questionTable, regex } from './question-table.ts';

const dayNs = 86_400_000_000_000n;
const object = 'fedcba987654321001234567';

/** What an engine answers: search, count, aggregate. */
export function describeQuestions(create: () => Promise<EngineUnderTest>): void {
  describe('questions', () => {
    let engine: Engine;
    let cleanUp: () => Promise<void>;
    let snapshot: Snapshot;
    beforeAll(async () => {
      ({ engine, cleanUp } = await create());
      snapshot = snapshotOf(await engine.write('questions', batchOf(questionEvents, sampleKinds)));
    });
    afterAll(async () => {
      await engine.close();
      await cleanUp();
    });

    test.each(questionTable)('%s', async (_name, query, expected) => {
      expect(await offsets(engine, query, snapshot, { order: 'oldest' })).toEqual(expected);
      expect(await engine.count(query, snapshot, {})).toBe(expected.length);
      const buckets = await engine.aggregate(query, snapshot, { by: [] });
      expect(buckets.map((bucket) => bucket.count)).toEqual(expected.length === 0 ? [] : [expected.length]);
    });

    test('a wrong regular expression is a KushiError', async () => {
      const query = on('user.name', regex('(?=x)'));
      await expect(engine.count(query, snapshot, {})).rejects.toMatchObject({ code: 'QUERY_VALUE_INVALID' });
    });

    describe('order, limits and ranges', () => {
      /** Three days, two datasets, times that are equal. */
      let days: Snapshot;
      const at = (offset: number, time: bigint, of = sampleObject): SampleEvent => ({
        offset,
        time: sampleDay + time,
        object: of,
      });
      beforeAll(async () => {
        const a = [at(1, 0n), at(2, dayNs), at(3, 2n * dayNs), at(5, 2n * dayNs, object), at(4, 2n * dayNs)];
        const b = [at(6, 0n), at(7, dayNs - 1n), at(8, 2n * dayNs, object)];
        const segments = [
          ...(await engine.write('order-a', batchOf(a, sampleKinds, 'test.a'))),
          ...(await engine.write('order-b', batchOf(b, sampleKinds, 'test.b'))),
        ];
        days = snapshotOf(segments);
      });

      test.each([
        ['newest first', {}, [3, 4, 5, 8, 2, 7, 1, 6]],
        ['oldest first', { order: 'oldest' as const }, [1, 6, 7, 2, 3, 4, 5, 8]],
        ['with a limit', { limit: 3 }, [3, 4, 5]],
        ['with a limit over days', { limit: 6, order: 'oldest' as const }, [1, 6, 7, 2, 3, 4]],
        ['with no rows', { limit: 0 }, []],
        ['with a range', { from: sampleDay + dayNs - 1n, to: sampleDay + 2n * dayNs }, [2, 7]],
        ['from', { from: sampleDay + dayNs }, [3, 4, 5, 8, 2]],
        ['up to', { to: sampleDay + dayNs }, [7, 1, 6]],
        ['with an empty range', { from: sampleDay + 1n, to: sampleDay + 1n }, []],
        ['of a dataset', { datasets: ['test.b'] }, [8, 7, 6]],
        ['of no dataset', { datasets: [] }, []],
      ])('search %s', async (_name, options, expected) => {
        expect(await offsets(engine, all, days, options)).toEqual(expected);
        const { order: _, limit, ...range } = { order: undefined, limit: undefined, ...options };
        if (limit === undefined) expect(await engine.count(all, days, range)).toBe(expected.length);
      });

      test('a search that SQL cannot decide keeps order and limit', async () => {
        const query = on('record.a', { op: 'null' });
        expect(await offsets(engine, query, days, { limit: 5 })).toEqual([3, 4, 5, 8, 2]);
      });

      test('a reader may stop early', async () => {
        for await (const row of engine.search(all, days, {})) {
          expect(row.offset).toBe(3);
          break;
        }
        expect(await engine.count(all, days, {})).toBe(8);
      });

      test('buckets by day and dataset', async () => {
        const buckets = await engine.aggregate(all, days, { by: ['@day', '@dataset'] });
        expect(buckets.map(({ key, count }) => [...key, count])).toEqual([
          ['2026-11-26', 'test.a', 3],
          ['2026-11-24', 'test.b', 2],
          ['2026-11-24', 'test.a', 1],
          ['2026-11-25', 'test.a', 1],
          ['2026-11-26', 'test.b', 1],
        ]);
        expect(buckets[1]).toMatchObject({ first: sampleDay, last: sampleDay + dayNs - 1n });
      });
    });

    test('only wanted fields come back', async () => {
      const search = async (fields?: readonly string[]) =>
        (
          await collect(
            engine.search(on('user.name', equals('alice')), snapshot, fields === undefined ? {} : { fields }),
          )
        )[0].fields;
      expect(await search(['user.name', 'source.ip'])).toEqual({ 'user.name': 'Alice' });
      expect(await search(['event.id'])).toEqual({ 'event.id': `${sampleObject}-3` });
      expect(await search(['event.original'])).toEqual({ 'event.original': '{"a":"x","b":{"c":[1,"Dev"]}}' });
      expect(await search()).toHaveProperty('event.original');
    });

    test.each<[readonly string[], number | undefined, readonly (readonly (string | number | null)[])[]]>([
      [
        ['user.roles'],
        undefined,
        [
          [null, 7],
          ['', 1],
          ['admin', 1],
          ['dev', 1],
        ],
      ],
      [
        ['user.roles'],
        2,
        [
          [null, 7],
          ['', 1],
        ],
      ],
      [
        ['source.port'],
        2,
        [
          [null, 7],
          ['443', 1],
        ],
      ],
      [
        ['tls.established'],
        undefined,
        [
          [null, 7],
          ['false', 1],
          ['true', 1],
        ],
      ],
      [
        ['event.start'],
        undefined,
        [
          [null, 7],
          ['2026-11-24T23:59:59.999999999Z', 1],
          ['2026-11-25T00:00:00Z', 1],
        ],
      ],
      [['event.risk_score'], 1, [[null, 8]]],
      [['event.category'], undefined, [[null, 9]]],
      [
        ['user.roles', 'user.name'],
        3,
        [
          [null, null, 4 + 1],
          ['', '', 1],
          ['admin', 'Alice', 1],
        ],
      ],
      [
        ['related.ip', 'user.roles'],
        4,
        [
          [null, null, 6],
          ['198.51.100.1', null, 1],
          ['2001:db8::1', null, 1],
          [null, '', 1],
        ],
      ],
    ])('buckets by %j, at most %j', async (by, limit, expected) => {
      const buckets = await engine.aggregate(all, snapshot, { by, ...(limit === undefined ? {} : { limit }) });
      expect(buckets.map(({ key, count }) => [...key, count])).toEqual(expected);
    });

    test('steps of time begin at 1970, and before it too', async () => {
      const at = (offset: number, time: bigint) => ({ ...sampleEvent(offset, {}), time });
      const segments = [
        ...(await engine.write(
          'steps',
          batchOf([at(1, 1n), at(2, 899_999_999_999n), at(3, 900_000_000_000n)], sampleKinds),
        )),
        ...(await engine.write('before', batchOf([at(4, -1n)], sampleKinds))),
      ];
      const buckets = await engine.aggregate(all, snapshotOf(segments), { by: ['@step'], step: 900_000_000_000n });
      expect(buckets.map(({ key, count }) => [...key, count])).toEqual([
        ['1970-01-01T00:00:00Z', 2],
        ['1969-12-31T23:45:00Z', 1],
        ['1970-01-01T00:15:00Z', 1],
      ]);
    });

    test('equal rows keep their count', async () => {
      const equal = Array.from({ length: 1000 }, (_, i) => ({ ...sampleEvent(0, { 'user.name': 'same' }), offset: i }));
      const same = snapshotOf(await engine.write('equal', batchOf(equal, sampleKinds)));
      expect(await engine.count(on('user.name', equals('same')), same, {})).toBe(1000);
      expect(await offsets(engine, all, same, { order: 'newest' })).toEqual(equal.map((_, i) => i));
    });

    test('a stopped search ends with INTERRUPTED', async () => {
      const stop = new AbortController();
      const stopped = { code: 'INTERRUPTED' };
      const reading = (async () => {
        for await (const _row of engine.search(all, snapshot, { signal: stop.signal })) stop.abort();
      })();
      await expect(reading).rejects.toMatchObject(stopped);
      await expect(engine.count(all, snapshot, { signal: stop.signal })).rejects.toMatchObject(stopped);
      await expect(engine.aggregate(all, snapshot, { by: [], signal: stop.signal })).rejects.toMatchObject(stopped);
      await expect(collect(engine.search(all, snapshot, { signal: stop.signal }))).rejects.toMatchObject(stopped);
      expect(await engine.count(all, snapshot, {})).toBe(9);
    });
  });
}
