import fc from 'fast-check';
import type { FieldKind } from '../engine.ts';
import { arbitraryQuery } from './arbitrary-query.ts';
import type { SampleEvent } from './batch-of.ts';

export const sampleKinds: Readonly<Record<string, FieldKind>> = {
  'event.id': 'text',
  'event.action': 'text',
  'user.name': 'text',
  'user.target.name': 'text',
  'user.roles': 'list',
  'related.ip': 'list',
  'source.ip': 'text',
  'destination.ip': 'text',
  'source.port': 'int64',
  'destination.port': 'int64',
  'event.risk_score': 'double',
  'event.start': 'int64',
  'tls.established': 'boolean',
};

/** 2026-11-24T00:00:00Z. */
export const sampleDay = 1_795_478_400_000_000_000n;

const word = fc.constantFrom(
  '',
  'a',
  'A',
  'ab',
  'aB',
  'aB%',
  'a_b',
  'b\\c',
  'K',
  'Σ',
  'σ',
  'İ',
  '串',
  '串刺し',
  '😀',
  'a\nb',
  'x"y',
  '/p',
  '\u0000',
  '10',
  '9',
  '1.0',
  '192.0.2.7',
  '::ffff:192.0.2.7',
  'null',
  'true',
  '2026-11-24T07:00:00Z',
);
const text = fc.oneof(
  { arbitrary: word, weight: 4 },
  { arbitrary: fc.string({ unit: 'grapheme-composite', maxLength: 4 }), weight: 1 },
);
const v4 = fc.constantFrom('192.0.2.1', '192.0.2.7', '192.0.2.200', '198.51.100.7', '203.0.113.255', '0.0.0.0');
const v6 = fc.constantFrom('2001:db8::1', '2001:db8:0:0:0:0:0:1', '2001:DB8::ffff', '::', '::1', '2001:db8::192.0.2.1');
const ip = fc.oneof(v4, v6);
const long = fc.oneof(
  fc.constantFrom(0n, 1n, 443n, -1n, 9007199254740993n, 9007199254740992n, 9223372036854775807n, -9223372036854775808n),
  fc.bigInt(-5n, 5n),
);
const double = fc.constantFrom(0, 1, -1.5, 21.5, 1e21, 9007199254740992);
const date = fc
  .tuple(fc.integer({ min: 0, max: 3 * 86_400 }), fc.constantFrom(0n, 1n, 999_999_999n))
  .map(([seconds, ns]) => sampleDay + BigInt(seconds) * 1_000_000_000n + ns);

const json = fc.oneof(
  fc
    .record(
      {
        a: fc.oneof(text, fc.integer({ min: -2, max: 10 }), fc.boolean(), fc.constant(null)),
        b: fc.record({ c: fc.array(text, { maxLength: 2 }) }),
      },
      { requiredKeys: [] },
    )
    .map((record) => JSON.stringify(record)),
  fc.constantFrom('{"a":"\\u0061B"}', '{"a":"x\\/p"}', '{"a":1.0}', '{"a":1e1}', 'not json', '{"a":"\\u4e32"}'),
);

/** Events of three days and two objects, with every kind of value a field can have. */
export const sampleEvents: fc.Arbitrary<readonly SampleEvent[]> = fc
  .array(
    fc.record({
      object: fc.constantFrom('0123456789abcdef01234567', 'fedcba987654321001234567'),
      generation: fc.constantFrom(1, 1, 2),
      time: date,
      raw: json,
      fields: fc.record(
        {
          'event.id': text,
          'event.action': text,
          'user.name': text,
          'user.target.name': text,
          'user.roles': fc.array(text, { minLength: 1, maxLength: 3 }),
          'related.ip': fc.array(ip, { minLength: 1, maxLength: 3 }),
          'source.ip': ip,
          'destination.ip': ip,
          'source.port': long,
          'destination.port': long,
          'event.risk_score': double,
          'event.start': date,
          'tls.established': fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((events) => events.map((event, offset) => ({ ...event, offset: offset * 16 })));

export const sampleQueries = arbitraryQuery({
  fields: {
    text: ['event.action', 'user.name', 'user.target.name', 'user.roles', 'event.id', 'event.original'],
    record: ['record.a', 'record.b.c', 'record.none'],
  },
  integer: ['source.port', 'destination.port'],
  double: ['event.risk_score'],
  date: ['@timestamp', 'event.start'],
  boolean: ['tls.established'],
  ip: ['source.ip', 'destination.ip', 'related.ip'],
  texts: fc.oneof(
    { arbitrary: text, weight: 8 },
    { arbitrary: fc.constantFrom('0123456789abcdef01234567-10', '0123456789ABCDEF01234567-0'), weight: 1 },
  ),
  numbers: fc.constantFrom(
    '0',
    '1',
    '1.0',
    '443',
    '-1.5',
    '0.5',
    '9007199254740993',
    '9223372036854775808',
    '-1e30',
    '1e400',
    '21.5',
  ),
  dates: fc.constantFrom(
    '2026',
    '2026-11',
    '2026-11-24',
    '2026-11-25',
    '2026-11-24T07:00',
    '2026-11-24T12:00:00.5Z',
    '2026-11-25T00:00:00.000000001Z',
  ),
  ips: fc.oneof(ip, fc.constantFrom('::ffff:192.0.2.7', '192.0.2.9', '::FFFF:c000:0201')),
  cidrs: fc.constantFrom(
    '192.0.2.0/24',
    '192.0.2.0/25',
    '192.0.0.0/9',
    '0.0.0.0/0',
    '192.0.2.7/32',
    '192.0.2.7',
    '2001:db8::/32',
    '::/0',
    '::ffff:192.0.2.0/120',
    '::/64',
    '0.0.0.0/1',
  ),
  regexes: fc.constantFrom('^a', 'B$', '[a-c]+', '.b', '^$', '\\d', '(?i)k', '串|刺', '\\x00', 'a.b'),
});
