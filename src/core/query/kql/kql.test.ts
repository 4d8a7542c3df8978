import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryQuery } from '../../../engines/contract/arbitrary-query.ts';
import type { EcsType } from '../../ecs/ecs.ts';
import { all, and, not, or, type Query, type Test } from '../ast.ts';
import { parseDateMath } from './date-math.ts';
import { parseKql } from './parse-kql.ts';
import { printKql } from './print-kql.ts';

const known: Readonly<Record<string, EcsType>> = {
  'user.name': 'keyword',
  'user.full_name': 'keyword',
  'user.age': 'long',
  'source.ip': 'ip',
  'destination.port': 'long',
  'event.risk_score': 'float',
  '@timestamp': 'date',
  'tls.established': 'boolean',
  'event.action': 'keyword',
};
const fields = { types: (field: string) => known[field], names: Object.keys(known) };
/** 2026-11-24T07:00:00Z, a Tuesday. */
const now = 1_795_503_600_000_000_000n;

const parse = (text: string) => parseKql(text, { fields, now });
const on = (field: string, of: Test): Query => ({ kind: 'test', field, test: of });
const is = (field: string, value: string) => on(field, { op: 'equals', value, cased: false });
const word = (value: string): Query => ({ kind: 'keyword', test: { op: 'contains', value, cased: false } });
const alice = is('user.name', 'alice');
const bob = is('user.name', 'bob');
const carol = is('user.name', 'carol');

describe('parseKql', () => {
  test.each<[string, Query]>([
    ['', all],
    ['  ', all],
    ['*', all],
    ['not *', { kind: 'none' }],
    ['user.name: alice', alice],
    ['user.name:"alice"', alice],
    ['user.name:alice AND NOT user.name:bob', and([alice, not(bob)])],
    ['user.name:alice or user.name:bob and user.name:carol', or([alice, and([bob, carol])])],
    ['(user.name:alice or user.name:bob) and user.name:carol', and([or([alice, bob]), carol])],
    ['not user.name:alice and user.name:bob', and([not(alice), bob])],
    ['user.name: (alice or bob and not carol)', or([alice, and([bob, not(carol)])])],
    ['user.full_name: Alice Example', is('user.full_name', 'Alice Example')],
    ['user.full_name: Alice Example and user.name: bob', and([is('user.full_name', 'Alice Example'), bob])],
    ['user.name: "say \\"hi\\" \\\\ \\u4e32\\n"', is('user.name', 'say "hi" \\ 串\n')],
    ['user.name: a\\*b\\:c\\ d', is('user.name', 'a*b:c d')],
    ['user.name: \\and', is('user.name', 'and')],
    ['user.name: "and"', is('user.name', 'and')],
    ['user.name: android', is('user.name', 'android')],
    ['user.name: *', on('user.name', { op: 'exists' })],
    ['user.name: "*"', is('user.name', '*')],
    ['user.name: adm*', on('user.name', { op: 'startswith', value: 'adm', cased: false })],
    ['user.name: *adm', on('user.name', { op: 'endswith', value: 'adm', cased: false })],
    ['user.name: **adm*', on('user.name', { op: 'contains', value: 'adm', cased: false })],
    [
      'user.name: a*b?',
      on('user.name', {
        op: 'like',
        parts: [{ literal: 'a' }, { wild: '*' }, { literal: 'b' }, { wild: '?' }],
        cased: false,
      }),
    ],
    ['user: { name: alice and full_name: Bob }', and([alice, is('user.full_name', 'Bob')])],
    ['user:{name:(alice or bob)}', or([alice, bob])],
    ['user.*: alice', or([alice, is('user.full_name', 'alice')])],
    ['*.ip: 192.0.2.1', is('source.ip', '192.0.2.1')],
    [
      'destination.port >= 1024 and destination.port<2048',
      and([on('destination.port', { op: 'gte', value: '1024' }), on('destination.port', { op: 'lt', value: '2048' })]),
    ],
    ['source.ip: 203.0.113.0/24', on('source.ip', { op: 'cidr', cidr: '203.0.113.0/24' })],
    ['source.ip: 2001:db8::1', is('source.ip', '2001:db8::1')],
    ['source.ip: 192.0.2.*', on('source.ip', { op: 'startswith', value: '192.0.2.', cased: false })],
    ['tls.established: TRUE', is('tls.established', 'TRUE')],
    ['@timestamp: 2026-11-24', is('@timestamp', '2026-11-24')],
    ['@timestamp < "2026-11-24T07:00:00Z"', on('@timestamp', { op: 'lt', value: '2026-11-24T07:00:00Z' })],
    ['@timestamp > 2026-11-24T07:00', on('@timestamp', { op: 'gt', value: '2026-11-24T07:00' })],
    ['@timestamp >= now-1d', on('@timestamp', { op: 'gte', value: '2026-11-23T07:00:00.000000000Z' })],
    ['@timestamp <= now/d', on('@timestamp', { op: 'lt', value: '2026-11-25T00:00:00.000000000Z' })],
    ['record.requestParameters."Process ID".x: 5', is('record.requestParameters."Process ID".x', '5')],
    ['record.a.*.b: x', is('record.a.*.b', 'x')],
    ['failed', word('failed')],
    ['failed login', and([word('failed'), word('login')])],
    ['"failed login"', word('failed login')],
    ['ログイン　失敗', and([word('ログイン'), word('失敗')])],
    ['user.name: 山田 and 失敗', and([is('user.name', '山田'), word('失敗')])],
    [
      'fail*in',
      {
        kind: 'keyword',
        test: {
          op: 'like',
          parts: [{ wild: '*' }, { literal: 'fail' }, { wild: '*' }, { literal: 'in' }, { wild: '*' }],
          cased: false,
        },
      },
    ],
    ['user.name: regex("^svc-\\\\d+$" i)', on('user.name', { op: 'regex', pattern: '^svc-\\d+$', flags: 'i' })],
    ['user.name: cased(Adm*)', on('user.name', { op: 'startswith', value: 'Adm', cased: true })],
    ['user.name: cidr(10.0.0.0/8)', on('user.name', { op: 'cidr', cidr: '10.0.0.0/8' })],
    ['user.name: (null() or bob)', or([on('user.name', { op: 'null' }), bob])],
    [
      'user.name: field(user.full_name contains)',
      on('user.name', { op: 'fieldref', field: 'user.full_name', how: 'contains', cased: false }),
    ],
    ['@timestamp: hour(>= 18)', on('@timestamp', { op: 'datepart', part: 'hour', is: 'gte', value: 18 })],
    ['whole(denied)', { kind: 'keyword', test: { op: 'equals', value: 'denied', cased: false } }],
  ])('%s', (text, query) => {
    expect(parse(text)).toEqual({ value: query, problems: [] });
  });

  test.each([
    ['user.name: alice and', 1, 21, 'QUERY_SYNTAX', /Expected a field or a text, found the end/],
    ['user.name:', 1, 11, 'QUERY_SYNTAX', /Expected a value, found the end/],
    ['(user.name: alice', 1, 18, 'QUERY_SYNTAX', /`and`, `or` or `\)`/],
    ['user.name: alice)', 1, 17, 'QUERY_SYNTAX', /`and`, `or` or the end, found `\)`/],
    ['user.name: alice source.ip: 192.0.2.1', 1, 18, 'QUERY_SYNTAX', /`and` or `or` before the next field/],
    ['串 and\n user.name: "al', 2, 13, 'QUERY_SYNTAX', /never closed/],
    ['user.name: C:\\Windows', 1, 14, 'QUERY_SYNTAX', /write \\\\ for a backslash/],
    ['user.name: a"b', 1, 13, 'QUERY_SYNTAX', /cannot stand inside a word/],
    ['user.name: foo(x)', 1, 12, 'QUERY_SYNTAX', /expected one of regex/],
    ['user.name: regex("(?=x)")', 1, 12, 'QUERY_SYNTAX', /RE2/],
    ['user.name < regex(x)', 1, 13, 'QUERY_SYNTAX', /`:` only/],
    ['usr.name: alice', 1, 1, 'QUERY_FIELD_UNKNOWN', /Did you mean user\.name\?/],
    ['user.name: alice and sorce.ip: 192.0.2.1', 1, 22, 'QUERY_FIELD_UNKNOWN', /Did you mean source\.ip\?/],
    ['zz*: alice', 1, 1, 'QUERY_FIELD_UNKNOWN', /No field is like zz\*/],
    ['user.name: field(usr.id)', 1, 12, 'QUERY_FIELD_UNKNOWN', /usr\.id/],
    ['destination.port: https', 1, 19, 'QUERY_VALUE_INVALID', /a whole number/],
    ['source.ip: 203.0.113.0/33', 1, 12, 'QUERY_VALUE_INVALID', /a network/],
    ['@timestamp > yesterday', 1, 14, 'QUERY_VALUE_INVALID', /a date such as/],
    ['tls.established > true', 1, 19, 'QUERY_VALUE_INVALID', /no order/],
    ['user.a*: old', 1, 10, 'QUERY_VALUE_INVALID', /whole number/],
    [`${'('.repeat(101)}a${')'.repeat(101)}`, 1, 101, 'QUERY_SYNTAX', /deeper than 100/],
  ])('%s is refused at %i:%i', (text, line, column, code, message) => {
    const { value, problems } = parse(text);
    expect(value).toBeUndefined();
    expect(problems[0]).toMatchObject({ code, location: { line, column }, message: expect.stringMatching(message) });
  });

  test('reports all unknown fields and unfit values at once', () => {
    expect(parse('usr.name: a and destination.port: x or sorce.ip: 1').problems).toHaveLength(3);
  });

  test('never throws and always answers', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'user.name',
        ':',
        '(',
        ')',
        '{',
        '}',
        ' ',
        '"',
        '\\',
        '*',
        '?',
        '<',
        '>=',
        'and',
        'not ',
        'regex(',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { value, problems } = parse(pieces.join(''));
        expect(value === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseDateMath', () => {
  test.each([
    ['now', '2026-11-24T07:00:00Z'],
    ['now-1d', '2026-11-23T07:00:00Z'],
    ['now+90m', '2026-11-24T08:30:00Z'],
    ['now-1M', '2026-10-24T07:00:00Z'],
    ['now-1y-1d', '2025-11-23T07:00:00Z'],
    ['now/d', '2026-11-24T00:00:00Z'],
    ['now/w', '2026-11-23T00:00:00Z'],
    ['now/M', '2026-11-01T00:00:00Z'],
    ['now-1y/y', '2025-01-01T00:00:00Z'],
    ['now/h', '2026-11-24T07:00:00Z'],
    ['2026-01-31||+1M', '2026-02-28T00:00:00Z'],
    ['2024-02-29||-12M/d', '2023-02-28T00:00:00Z'],
  ])('%s', (text, start) => {
    expect(new Date(Number((parseDateMath(text, now)?.start ?? 0n) / 1_000_000n)).toISOString()).toBe(
      start.replace('Z', '.000Z'),
    );
  });

  test('a rounded time is the whole of its unit', () => {
    const week = parseDateMath('now/w', now);
    expect((week?.end ?? 0n) - (week?.start ?? 0n)).toBe(7n * 86_400_000_000_000n);
  });

  test.each(['', 'nowish', 'now-1', 'now-1x', 'now/', '2026-11-24', 'x||+1d'])('"%s" is none', (text) =>
    expect(parseDateMath(text, now)).toBeUndefined(),
  );
});

describe('printKql', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      'and',
      'OR',
      'not',
      'a b',
      ' x ',
      'C:\\Users\\n',
      '"',
      '*',
      '?',
      '串　串',
      '(a)',
      'a:b',
      '<',
      '\n',
      '',
    ),
  );
  const query = arbitraryQuery({
    fields: { text: ['user.name', 'event.action'], record: ['record.a', 'record.x."Process ID".b', 'record.b c'] },
    integer: ['destination.port'],
    double: ['event.risk_score'],
    date: ['@timestamp'],
    boolean: ['tls.established'],
    ip: ['source.ip'],
    texts: text,
    numbers: fc.constantFrom('1', '-2.5', '1e3'),
    dates: fc.constantFrom('2026-11-24', '2026', '2026-11-24T07:00:00.5+09:00'),
    ips: fc.constantFrom('192.0.2.1', '2001:db8::1'),
    cidrs: fc.constantFrom('203.0.113.0/24', '2001:db8::/32'),
    regexes: fc.constantFrom('^a.b$', 'x"y', '[(]\\\\'),
  });

  test('parses back to the same query', () => {
    fc.assert(
      fc.property(query, (q) => {
        expect(parse(printKql(q))).toEqual({ value: q, problems: [] });
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['user.name:(alice OR "b c")', 'user.name: alice or user.name: "b c"'],
    ['a b or c', 'a and b or c'],
    ['not (user.name: a* and tls.established: true)', 'not (user.name: a* and tls.established: true)'],
  ])('%s → %s', (from, to) => {
    expect(printKql(parse(from).value ?? all)).toBe(to);
  });
});
