import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchRow } from './batch-row.ts';
import { type EventFields, formatDocument, toDocument } from './document.ts';
import type { FieldValue } from './field-value.ts';
import { parseExact } from './parse-exact.ts';

function event(fields: Record<string, FieldValue>): EventFields {
  return { object: 'abc', offset: 255, dataset: 'aws.cloudtrail', time: 1_795_503_600_250_000_000n, fields };
}

const frame = {
  '@timestamp': '2026-11-24T07:00:00.25Z',
  ecs: { version: '9.2.0' },
  event: { dataset: 'aws.cloudtrail', id: 'abc-ff', module: 'aws' },
};

describe('toDocument', () => {
  test('frames an event without fields', () => {
    expect(formatDocument(toDocument(event({})))).toBe(JSON.stringify(frame));
  });

  test.each<[string, Record<string, FieldValue>, string]>([
    ['nests dotted names', { 'source.ip': '192.0.2.1', 'source.port': 443n }, '"source":{"ip":"192.0.2.1","port":443}'],
    [
      'keeps integers beyond 2^53 exact',
      { 'source.bytes': 9223372036854775807n },
      '"source":{"bytes":9223372036854775807}',
    ],
    ['writes dates as text', { 'file.mtime': 1_500_000_000n }, '"file":{"mtime":"1970-01-01T00:00:01.5Z"}'],
    ['keeps arrays of one', { 'related.ip': ['192.0.2.1'] }, '"related":{"ip":["192.0.2.1"]}'],
    ['makes arrays where ECS has them', { 'host.mac': '00-00-5E-00-53-01' }, '"host":{"mac":["00-00-5E-00-53-01"]}'],
    [
      'opens geo points',
      { 'source.geo.location': '{"lat":1.5,"lon":-2}' },
      '"source":{"geo":{"location":{"lat":1.5,"lon":-2}}}',
    ],
    [
      'opens lists of objects',
      { 'dns.answers': ['{"data":"192.0.2.1","ttl":12345678901234567890}'] },
      '"dns":{"answers":[{"data":"192.0.2.1","ttl":12345678901234567890}]}',
    ],
    ['keeps broken JSON as text', { 'dns.answers': ['{"data'] }, '"dns":{"answers":["{\\"data"]}'],
    [
      'keeps floats and booleans',
      { 'vulnerability.score.base': 9.8, 'process.interactive': false },
      '"process":{"interactive":false},"vulnerability":{"score":{"base":9.8}}',
    ],
    [
      'loses nothing when a name is inside another',
      { 'vendor.a': 'x', 'vendor.a.b': 'y' },
      '"vendor":{"a":"x","a.b":"y"}',
    ],
    ['survives names of prototypes', { 'vendor.__proto__.x': 'y' }, '"vendor":{"__proto__":{"x":"y"}}'],
  ])('%s', (_, fields, json) => {
    expect(formatDocument(toDocument(event(fields)))).toContain(json);
  });

  test("prefers the vendor's own event id", () => {
    expect(toDocument(event({ 'event.id': 'own' }))).toMatchObject({ event: { id: 'own' } });
  });

  test('knows the types of vendor fields', () => {
    const types = new Map([['vendor.seen', { type: 'date' } as const]]);
    expect(toDocument(event({ 'vendor.seen': 0n }), types)).toMatchObject({ vendor: { seen: '1970-01-01T00:00:00Z' } });
  });
});

test('parseExact reads what JSON.parse reads, and long integers exactly', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(formatDocument(parseExact(json)!)).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(), (value) => formatDocument(parseExact(`{"a":[${value}]}`)!) === `{"a":[${value}]}`),
  );
  expect(parseExact('{"a":"\\u0000int:7"}')).toEqual({ a: '\u0000int:7' });
  expect(parseExact('{"a":"12345678901234567890"}')).toEqual({ a: '12345678901234567890' });
});

test('batchRow reads every kind of column', () => {
  const raw = new TextEncoder().encode('\u0002\u0000\u0000\u0000{}\u0003\u0000\u0000\u0000[1]');
  const dictionary = { size: 2, unique: false, text: (id: number) => ['', 'a', 'b'][id], kind: () => 0 as const };
  const lists = { starts: new Uint32Array([0, 0, 2]), items: new Uint32Array([2, 1]), size: 1 };
  const batch = {
    dataset: 'x.y',
    mapping: '1',
    rows: 2,
    time: { kind: 'int64', words: new Int32Array([5, 0, 6, 0]), present: null },
    fields: new Map([
      ['text', { kind: 'text', ids: new Uint32Array([1, 0]), dictionary }],
      ['list', { kind: 'list', ids: new Uint32Array([0, 1]), dictionary, lists }],
      ['long', { kind: 'int64', words: new Int32Array([-1, -1, 0, 0]), present: new Uint8Array([1, 0]) }],
      ['float', { kind: 'double', values: new Float64Array([0, 1.5]), present: new Uint8Array([0, 1]) }],
      ['flag', { kind: 'boolean', values: new Uint8Array([1, 2]) }],
    ] as const),
    record: new Map(),
    objects: [{ id: 'o', name: 'n', bucket: 'b', key: 'k', generation: 3 }],
    object: new Uint32Array([0, 0]),
    offset: new Float64Array([0, 10]),
    length: new Uint32Array([2, 3]),
    raw: { kind: 'bytes', bytes: raw, starts: new Uint32Array([4, 10]) },
  } as const;
  expect(batchRow(batch, 0)).toEqual({
    object: 'o',
    offset: 0,
    generation: 3,
    dataset: 'x.y',
    time: 5n,
    fields: { text: 'a', long: -1n, flag: false, 'event.original': '{}' },
  });
  expect(batchRow(batch, 1).fields).toEqual({ list: ['b', 'a'], float: 1.5, flag: true, 'event.original': '[1]' });
});
