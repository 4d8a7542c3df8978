import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ValueKind } from '../batch/dictionary.ts';
import type { EcsType } from '../ecs/ecs.ts';
import { KushiError } from '../error/error.ts';
import { all, and, none, not, or, type Query, type Test } from './ast.ts';
import { compareText } from './compare-text.ts';
import { datePart } from './date-part.ts';
import { parseDateValue } from './date-value.ts';
import { compileQuery } from './evaluate.ts';
import type { EventValue, FieldAccess } from './field-access.ts';
import { parseCidr, parseIp } from './ip-value.ts';
import { parseNumber } from './number-value.ts';
import { compileWildcard } from './wildcard.ts';

const types: Readonly<Record<string, EcsType>> = {
  'user.name': 'keyword',
  'user.id': 'keyword',
  'source.ip': 'ip',
  'destination.ip': 'ip',
  'source.port': 'long',
  'destination.port': 'long',
  'event.risk_score': 'float',
  'event.start': 'date',
  'tls.established': 'boolean',
};
const fieldTypes = (field: string) => types[field];

function value(text: string | number | boolean | null): EventValue {
  const kind = text === null ? 'null' : typeof text === 'string' ? 'text' : (typeof text as 'number' | 'boolean');
  return { text: String(text), kind: ValueKind[kind] };
}

type Given = Readonly<Record<string, string | number | boolean | null | readonly (string | null)[]>>;

function event(given: Given, keywords: readonly string[] = []): FieldAccess {
  return {
    values: (field) => {
      if (!Object.hasOwn(given, field)) return [];
      const values = given[field];
      return (values !== null && typeof values === 'object' ? values : [values]).map(value);
    },
    keywords: () => keywords,
  };
}

function passes(given: Given, field: string, test: Test): boolean {
  return compileQuery({ kind: 'test', field, test }, fieldTypes)(event(given));
}

const equals = (text: string, cased = false): Test => ({ op: 'equals', value: text, cased });

describe('compileQuery', () => {
  test.each<[string, Given, string, Test, boolean]>([
    ['folds case', { 'user.name': 'Alice' }, 'user.name', equals('aLICE'), true],
    ['unless cased', { 'user.name': 'Alice' }, 'user.name', equals('alice', true), false],
    ['text is spelling', { 'user.name': '1.0' }, 'user.name', equals('1'), false],
    ['absent passes nothing', {}, 'user.name', equals(''), false],
    ['empty text is a value', { 'user.name': '' }, 'user.name', equals(''), true],
    ['any value of a list', { 'user.name': ['a', 'b'] }, 'user.name', equals('b'), true],
    ['numbers by value', { 'source.port': 443 }, 'source.port', equals('443.0'), true],
    ['no number never', { 'source.port': 443 }, 'source.port', equals('https'), false],
    ['beyond doubles', { 'source.port': '9007199254740993' }, 'source.port', equals('9007199254740992'), false],
    ['fractions are no whole', { 'source.port': 1 }, 'source.port', equals('1.5'), false],
    ['ranges of whole numbers', { 'source.port': 1 }, 'source.port', { op: 'lt', value: '1.5' }, true],
    ['doubles', { 'event.risk_score': 21.5 }, 'event.risk_score', equals('2.15e1'), true],
    ['a day', { 'event.start': '1795546799999999999' }, 'event.start', equals('2026-11-24'), true],
    ['the next day', { 'event.start': '1795564800000000000' }, 'event.start', equals('2026-11-24'), false],
    ['behind a day', { 'event.start': '1795564799999999999' }, 'event.start', { op: 'gt', value: '2026-11-24' }, false],
    ['up to a day', { 'event.start': '1795564799999999999' }, 'event.start', { op: 'lte', value: '2026-11-24' }, true],
    ['dates as text', { 'event.start': 0 }, 'event.start', { op: 'startswith', value: '1970-', cased: true }, true],
    ['booleans', { 'tls.established': true }, 'tls.established', equals('TRUE'), true],
    ['booleans have no order', { 'tls.established': true }, 'tls.established', { op: 'gte', value: 'false' }, false],
    ['mapped addresses', { 'source.ip': '::ffff:192.0.2.1' }, 'source.ip', equals('192.0.2.1'), true],
    ['long addresses', { 'source.ip': '2001:db8::1' }, 'source.ip', equals('2001:DB8:0:0::0001'), true],
    ['networks', { 'source.ip': '203.0.113.77' }, 'source.ip', { op: 'cidr', cidr: '203.0.113.64/26' }, true],
    ['outside', { 'source.ip': '203.0.113.128' }, 'source.ip', { op: 'cidr', cidr: '203.0.113.64/26' }, false],
    ['networks in text', { 'user.name': '198.51.100.7' }, 'user.name', { op: 'cidr', cidr: '198.51.100.0/24' }, true],
    ['address order', { 'source.ip': '192.0.2.10' }, 'source.ip', { op: 'gt', value: '192.0.2.9' }, true],
    ['texts as numbers', { 'user.name': '10' }, 'user.name', { op: 'gt', value: '9' }, true],
    ['texts against numbers', { 'user.name': 'ten' }, 'user.name', { op: 'gt', value: '9' }, false],
    ['texts as texts', { 'user.name': 'Bob' }, 'user.name', { op: 'gte', value: 'alice' }, true],
    ['record numbers', { 'record.a': 1 }, 'record.a', equals('1.0'), true],
    ['record texts', { 'record.a': '1' }, 'record.a', equals('1.0'), false],
    ['record booleans', { 'record.a': true }, 'record.a', equals('True'), true],
    ['null is no text', { 'record.a': null }, 'record.a', equals('null'), false],
    ['null does not exist', { 'record.a': null }, 'record.a', { op: 'exists' }, false],
    ['empty exists', { 'record.a': '' }, 'record.a', { op: 'exists' }, true],
    ['null is null', { 'record.a': null }, 'record.a', { op: 'null' }, true],
    ['empty is null', { 'record.a': '' }, 'record.a', { op: 'null' }, true],
    ['absent is null', {}, 'record.a', { op: 'null' }, true],
    ['a value is not null', { 'record.a': 'x' }, 'record.a', { op: 'null' }, false],
    ['regex anywhere', { 'user.name': 'svc-admin' }, 'user.name', { op: 'regex', pattern: 'adm.n$', flags: '' }, true],
    ['regex is cased', { 'user.name': 'ADMIN' }, 'user.name', { op: 'regex', pattern: 'admin', flags: '' }, false],
    ['regex with i', { 'user.name': 'ADMIN' }, 'user.name', { op: 'regex', pattern: 'admin', flags: 'i' }, true],
    ['regex dot', { 'user.name': 'a\nb' }, 'user.name', { op: 'regex', pattern: 'a.b', flags: '' }, false],
    ['regex with s', { 'user.name': 'a\nb' }, 'user.name', { op: 'regex', pattern: 'a.b', flags: 's' }, true],
    ['regex with m', { 'user.name': 'a\nb' }, 'user.name', { op: 'regex', pattern: '^b', flags: 'm' }, true],
    [
      'date parts',
      { 'event.start': '1795546799999999999' },
      'event.start',
      { op: 'datepart', part: 'hour', is: 'equals', value: 18 },
      true,
    ],
    [
      'parts of dates in text',
      { 'record.t': '2026-11-24T07:00:00+09:00' },
      'record.t',
      { op: 'datepart', part: 'day', is: 'lt', value: 24 },
      true,
    ],
    ['parts of no date', { 'record.t': 'x' }, 'record.t', { op: 'datepart', part: 'day', is: 'gt', value: 0 }, false],
  ])('%s', (_name, given, field, test, expected) => expect(passes(given, field, test)).toBe(expected));

  test('two fields of one event', () => {
    const ref = (field: string, how: 'equals' | 'contains' = 'equals', cased = false): Test => ({
      op: 'fieldref',
      field,
      how,
      cased,
    });
    expect(passes({ 'user.name': 'Alice', 'user.id': 'alice' }, 'user.name', ref('user.id'))).toBe(true);
    expect(passes({ 'user.name': 'Alice', 'user.id': 'alice' }, 'user.name', ref('user.id', 'equals', true))).toBe(
      false,
    );
    expect(passes({ 'user.name': 'alice', 'user.id': 'lic' }, 'user.name', ref('user.id', 'contains'))).toBe(true);
    expect(passes({ 'user.name': 'alice' }, 'user.name', ref('user.id', 'contains'))).toBe(false);
    const ips = { 'source.ip': '::ffff:192.0.2.1', 'destination.ip': '192.0.2.1' };
    expect(passes(ips, 'source.ip', ref('destination.ip'))).toBe(true);
    expect(passes({ 'source.port': 1, 'destination.port': '1' }, 'source.port', ref('destination.port'))).toBe(true);
  });

  test('logic is two-valued', () => {
    const alice: Query = { kind: 'test', field: 'user.name', test: equals('alice') };
    const run = (query: Query) => compileQuery(query, fieldTypes)(event({}));
    expect(run(not(alice))).toBe(true);
    expect(run(and([not(alice), all]))).toBe(true);
    expect(run(or([alice, none]))).toBe(false);
  });

  test('keywords look into every text', () => {
    const query: Query = { kind: 'keyword', test: { op: 'contains', value: 'denied', cased: false } };
    expect(compileQuery(query, fieldTypes)(event({}, ['x', 'Access Denied']))).toBe(true);
    expect(compileQuery(query, fieldTypes)(event({}, []))).toBe(false);
  });

  test('a wrong regular expression is a KushiError', () => {
    const query: Query = { kind: 'test', field: 'user.name', test: { op: 'regex', pattern: '(?=a)', flags: '' } };
    expect(() => compileQuery(query, fieldTypes)).toThrow(KushiError);
  });
});

describe('values', () => {
  test.each([
    ['1', 1n],
    ['-0', 0n],
    ['+1.50', 1.5],
    ['1e3', 1000n],
    ['100e-2', 1n],
    ['.5', 0.5],
    ['5.', 5n],
    ['1e999999999', Number.POSITIVE_INFINITY],
    ['0e999999999', 0n],
    ['12345678901234567890123', 12345678901234567890123n],
  ])('number %s', (text, number) => expect(parseNumber(text)).toBe(number));

  test.each(['', '.', 'e5', '0x10', '1 ', 'NaN', 'Infinity', '1_000'])('no number "%s"', (text) =>
    expect(parseNumber(text)).toBeUndefined(),
  );

  test('numbers agree with JavaScript', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (n) => Number(parseNumber(String(n)) ?? n) === n));
  });

  test.each([
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-11-24', '2026-11-24', '2026-11-25'],
    ['2026-11-24T07:30', '2026-11-24T07:30:00', '2026-11-24T07:31:00'],
    ['2026-11-24T07:30:01', '2026-11-24T07:30:01', '2026-11-24T07:30:02'],
    ['2026-11-24T07:30:01.5+09:00', '2026-11-23T22:30:01.5', '2026-11-23T22:30:01.6'],
  ])('date %s', (text, start, end) => {
    expect(parseDateValue(text)).toEqual({ start: parseDateValue(start)?.start, end: parseDateValue(end)?.start });
  });

  test.each([
    ['2020-12-31', 53],
    ['2021-01-03', 53],
    ['2021-01-04', 1],
    ['2026-01-01', 1],
    ['2024-12-30', 1],
    ['1969-12-28', 52],
  ])('%s is in ISO week %i', (text, week) => {
    expect(datePart(parseDateValue(text)?.start ?? 0n, 'week')).toBe(week);
  });

  test('parts of a date agree with the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e13 }), (ms) => {
        const date = new Date(ms);
        const parts = (['minute', 'hour', 'day', 'month', 'year'] as const).map((part) =>
          datePart(BigInt(ms) * 1_000_000n, part),
        );
        expect(parts).toEqual([
          date.getUTCMinutes(),
          date.getUTCHours(),
          date.getUTCDate(),
          date.getUTCMonth() + 1,
          date.getUTCFullYear(),
        ]);
      }),
    );
  });

  test('a date to the nanosecond is one instant', () => {
    const date = parseDateValue('2026-11-24T00:00:00.000000001Z');
    expect((date?.end ?? 0n) - (date?.start ?? 0n)).toBe(1n);
    expect(parseDateValue('2026-13')).toBeUndefined();
  });

  test.each([
    ['192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::', '0'.repeat(32)],
    ['2001:db8::8:800:200C:417A', '20010db80000000000080800200c417a'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['1::', `0001${'0'.repeat(28)}`],
  ])('address %s', (text, hex) => expect(parseIp(text)).toBe(hex));

  test.each([
    '',
    '1.2.3',
    '256.0.0.1',
    '010.0.0.1',
    '1:2',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    'g::',
    '1:2:3:4:5:6:7:8:9',
    '::%1',
  ])('no address "%s"', (text) => expect(parseIp(text)).toBeUndefined());

  test('a network holds exactly the addresses that share its prefix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32 }), fc.nat(0xffffffff), fc.nat(0xffffffff), (length, a, b) => {
        const dotted = (n: number) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join('.');
        const range = parseCidr(`${dotted(a)}/${length}`);
        const ip = parseIp(dotted(b)) ?? '';
        const share = length === 0 || a >>> (32 - length) === b >>> (32 - length);
        expect(range !== undefined && ip >= range.first && ip <= range.last).toBe(share);
      }),
    );
  });

  test.each(['192.0.2.0/33', '2001:db8::/129', '192.0.2.0/', 'x/8', '192.0.2.0/-1'])('no network %s', (text) =>
    expect(parseCidr(text)).toBeUndefined(),
  );

  test('text order is that of UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 });
    fc.assert(
      fc.property(
        text,
        text,
        (a, b) => Math.sign(compareText(a, b)) === Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      ),
    );
  });

  test('wildcards agree with an unanchored reading of a regular expression', () => {
    const part = fc.oneof(
      fc.record({ literal: fc.string({ unit: fc.constantFrom('a', 'b', '😀'), minLength: 1, maxLength: 2 }) }),
      fc.record({ wild: fc.constantFrom('*' as const, '?' as const) }),
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), text, (parts, subject) => {
        const source = parts.map((p) => ('literal' in p ? p.literal : p.wild === '*' ? '.*' : '.')).join('');
        expect(compileWildcard(parts)(subject)).toBe(new RegExp(`^(?:${source})$`, 'su').test(subject));
      }),
      { numRuns: 1000 },
    );
  });
});
