import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, and, none, not, or, type Query, type TextTest } from '../../core/query/ast.ts';
import type { Engine, FieldValue, Snapshot } from '../engine.ts';
import { sampleDay, sampleKinds } from './arbitrary-event.ts';
import { collect, type EngineUnderTest, offsets, on, snapshotOf } from './ask.ts';
import { batchOf, type SampleEvent, sampleObject } from './batch-of.ts';

const second = 1_000_000_000n;
const dayNs = 86_400n * second;
const object = 'fedcba987654321001234567';

function event(offset: number, fields: Readonly<Record<string, FieldValue>>, raw = '{}'): SampleEvent {
  return { offset, time: sampleDay + BigInt(offset) * second, fields, raw };
}

/** Event 1 lacks every field, event 2 has empty texts. */
const events: readonly SampleEvent[] = [
  event(1, {}),
  event(2, { 'user.name': '', 'user.roles': [''] }, '{"a":null}'),
  event(
    3,
    { 'user.name': 'Alice', 'user.target.name': 'aLICE', 'user.roles': ['admin', 'dev'] },
    '{"a":"x","b":{"c":[1,"Dev"]}}',
  ),
  event(4, { 'user.name': 'ΣΑΣ', 'event.action': '100%_\\done' }, '{"a":1.0}'),
  event(
    5,
    { 'source.ip': '192.0.2.7', 'destination.ip': '192.0.2.7', 'related.ip': ['198.51.100.1', '2001:db8::1'] },
    '{"a":true}',
  ),
  event(6, { 'source.ip': '2001:db8::1', 'source.port': 443n, 'destination.port': 443n }, '{"a":"\\u0058y"}'),
  event(7, { 'source.port': 9007199254740993n, 'event.risk_score': 21.5 }, 'denied "quoted"'),
  event(8, { 'event.start': sampleDay + dayNs - 1n, 'tls.established': true, 'event.id': 'vendor-1' }),
  event(9, { 'event.start': sampleDay + dayNs, 'tls.established': false, 'user.name': 'ログイン失敗😀' }),
];

const equals = (value: string, cased = false): TextTest => ({ op: 'equals', value, cased });
const like = (pattern: string): TextTest => ({
  op: 'like',
  cased: false,
  parts: pattern
    .split(/([*?])/)
    .filter(Boolean)
    .map((piece) => (piece === '*' || piece === '?' ? { wild: piece } : { literal: piece })),
});
const regex = (pattern: string, flags = ''): TextTest => ({ op: 'regex', pattern, flags });

const questions: readonly [string, Query, readonly number[]][] = [
  ['everything', all, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['nothing', none, []],
  ['equal texts fold case', on('user.name', equals('aLiCe')), [3]],
  ['unless cased', on('user.name', equals('alice', true)), []],
  ['sigma has one small form', on('user.name', equals('σας'.replace('ς', 'σ'))), [4]],
  ['an empty text is not absence', on('user.name', equals('')), [2]],
  ['absent is false, and not turns that', not(on('user.name', { op: 'exists' })), [1, 5, 6, 7, 8]],
  ['not of a missing column', and([not(on('event.category', equals('x'))), on('user.name', equals('alice'))]), [3]],
  ['null', on('user.name', { op: 'null' }), [1, 2, 5, 6, 7, 8]],
  ['null of a missing column', on('event.category', { op: 'null' }), [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['any value of a list', on('user.roles', equals('DEV')), [3]],
  ['an empty text in a list', on('user.roles', { op: 'null' }), [1, 2, 4, 5, 6, 7, 8, 9]],
  ['percent and underscore are letters', on('event.action', like('1*%_\\d*')), [4]],
  ['one character is a code point', on('user.name', like('ログイン失敗?')), [9]],
  ['contains', on('user.name', { op: 'contains', value: '失敗', cased: false }), [9]],
  ['starts', on('user.name', { op: 'startswith', value: 'ALI', cased: false }), [3]],
  ['ends', on('user.roles', { op: 'endswith', value: 'min', cased: true }), [3]],
  ['regex', on('user.name', regex('^[A-Z]l')), [3]],
  ['regex in lists', on('user.roles', regex('^DEV$', 'i')), [3]],
  ['whole numbers are exact', on('source.port', equals('9007199254740993')), [7]],
  ['numbers compare as values', on('source.port', equals('443.0')), [6]],
  ['fractions between whole numbers', on('source.port', { op: 'gt', value: '443.5' }), [7]],
  ['beyond 64 bits', on('source.port', { op: 'lt', value: '1e30' }), [6, 7]],
  ['doubles', on('event.risk_score', { op: 'lte', value: '2.15e1' }), [7]],
  ['a day', on('event.start', equals('2026-11-24')), [8]],
  ['behind a day', on('event.start', { op: 'gt', value: '2026-11-24' }), [9]],
  ['date parts', on('event.start', { op: 'datepart', part: 'hour', is: 'equals', value: 23 }), [8]],
  ['booleans', on('tls.established', equals('False')), [9]],
  ['networks', on('source.ip', { op: 'cidr', cidr: '192.0.2.0/29' }), [5]],
  ['networks of v6', on('source.ip', { op: 'cidr', cidr: '2001:db8::/32' }), [6]],
  ['networks in lists', on('related.ip', { op: 'cidr', cidr: '198.51.0.0/16' }), [5]],
  ['mapped addresses', on('source.ip', equals('::ffff:192.0.2.7')), [5]],
  ['addresses written long', on('related.ip', equals('2001:DB8:0::0001')), [5]],
  ['address order', on('source.ip', { op: 'gte', value: '192.0.2.8' }), [6]],
  ['two fields', on('user.name', { op: 'fieldref', field: 'user.target.name', how: 'equals', cased: false }), [3]],
  ['two addresses', on('source.ip', { op: 'fieldref', field: 'destination.ip', how: 'equals', cased: false }), [5]],
  ['two numbers', on('source.port', { op: 'fieldref', field: 'destination.port', how: 'equals', cased: false }), [6]],
  ["the vendor's id", on('event.id', equals('VENDOR-1')), [8]],
  ['an id of ours', on('event.id', equals(`${sampleObject}-3`)), [3]],
  ['every event has an id', on('event.id', { op: 'exists' }), [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['record texts', on('record.a', equals('X')), [3]],
  ['record escapes', on('record.a', equals('xy')), [6]],
  ['record numbers', on('record.a', equals('1')), [4]],
  ['record booleans', on('record.a', equals('true')), [5]],
  ['record nulls', and([on('record.a', { op: 'null' }), on('user.name', { op: 'exists' })]), [2, 9]],
  ['record lists', on('record.b.c', equals('dev')), [3]],
  ['not of a record', and([not(on('record.a', { op: 'exists' })), on('source.port', { op: 'exists' })]), [7]],
  ['keywords in raw text', { kind: 'keyword', test: { op: 'contains', value: 'DENIED "q', cased: false } }, [7]],
  ['keywords behind escapes', { kind: 'keyword', test: { op: 'contains', value: 'xy', cased: false } }, [6]],
  ['keywords as whole values', { kind: 'keyword', test: equals('dev') }, [3]],
  ['keywords by regex', { kind: 'keyword', test: regex('^Xy$') }, [6]],
  ['a branch that SQL cannot say', or([on('source.port', equals('443')), on('record.b.c', equals('1'))]), [3, 6]],
];

/** What an engine answers: search, count, aggregate. */
export function describeQuestions(create: () => Promise<EngineUnderTest>): void {
  describe('questions', () => {
    let engine: Engine;
    let cleanUp: () => Promise<void>;
    let snapshot: Snapshot;
    beforeAll(async () => {
      ({ engine, cleanUp } = await create());
      snapshot = snapshotOf(await engine.write('questions', batchOf(events, sampleKinds)));
    });
    afterAll(async () => {
      await engine.close();
      await cleanUp();
    });

    test.each(questions)('%s', async (_name, query, expected) => {
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

    test('equal rows keep their count', async () => {
      const equal = Array.from({ length: 1000 }, (_, i) => ({ ...event(0, { 'user.name': 'same' }), offset: i }));
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
