import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setInt64 } from '../batch/column.ts';
import { parseTimeArgument } from './parse-time-argument.ts';
import { formatTime, parseTime } from './rfc3339.ts';
import { civilDate, dayNumber, formatDay, utcDay } from './utc-day.ts';

const anyNs = fc.bigInt({ min: (-62_000_000_000n * 1_000_000_000n) / 8n, max: 9_000_000_000_000_000_000n });

describe('formatTime and parseTime', () => {
  test.each([
    [0n, '1970-01-01T00:00:00Z'],
    [-1n, '1969-12-31T23:59:59.999999999Z'],
    [1_795_503_600_250_000_000n, '2026-11-24T07:00:00.25Z'],
    [951_782_400_000_000_001n, '2000-02-29T00:00:00.000000001Z'],
  ])('%s is %s', (ns, text) => {
    expect(formatTime(ns)).toBe(text);
    expect(parseTime(text)).toBe(ns);
  });

  test.each([
    ['2026-11-24T09:00:00.250+02:00', 1_795_503_600_250_000_000n],
    ['2026-11-24 02:00:00,25-0500', 1_795_503_600_250_000_000n],
    ['2026-11-24T07:00Z', 1_795_503_600_000_000_000n],
    ['2026-11-24T06:59:60Z', 1_795_503_600_000_000_000n],
    ['2026-11-23T24:00:00', 1_795_478_400_000_000_000n],
    ['2026-11-24', 1_795_478_400_000_000_000n],
    ['2026-11-24T00:00:00.1234567899Z', 1_795_478_400_123_456_789n],
  ])('%s is read', (text, ns) => expect(parseTime(text)).toBe(ns));

  test.each([
    '',
    '2026',
    '2026-13-01',
    '2026-02-29',
    '2026-00-10',
    '2026-11-24T24:01Z',
    '2026-11-24T00:00:61Z',
    'x',
    '2026-11-24T00:00:00+25:00',
  ])('"%s" is no time', (text) => expect(parseTime(text)).toBeUndefined());

  test('reads back every time it writes', () => {
    fc.assert(fc.property(anyNs, (ns) => parseTime(formatTime(ns)) === ns));
  });

  test('agrees with the calendar of the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }), (ms) => {
        expect(parseTime(new Date(ms).toISOString())).toBe(BigInt(ms) * 1_000_000n);
      }),
    );
  });
});

describe('days', () => {
  test('of words are exact to the nanosecond', () => {
    const words = new Int32Array(2);
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 100_000 }), fc.constantFrom(-1n, 0n, 1n), (day, step) => {
        setInt64(words, 0, BigInt(day) * 86_400_000_000_000n + step);
        expect(utcDay(words, 0)).toBe(step < 0n ? day - 1 : day);
      }),
    );
  });

  test('a day number is its date and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 800_000 }), (number) => {
        const { year, month, day } = civilDate(number);
        expect(dayNumber(year, month, day)).toBe(number);
      }),
    );
    expect(formatDay(20_781)).toBe('2026-11-24');
  });
});

describe('parseTimeArgument', () => {
  const now = 1_795_503_600_000_000_000n;
  test.each([
    ['now', now],
    ['-24h', now - 86_400_000_000_000n],
    ['-7d', now - 604_800_000_000_000n],
    ['-1w', now - 604_800_000_000_000n],
    ['+90s', now + 90_000_000_000n],
    [' 2026-11-24T07:00:00Z ', now],
    ['2026-11-24 07:00', now],
  ])('%s', (text, ns) => expect(parseTimeArgument(text, now)).toBe(ns));

  test.each(['yesterday', '-24', '24h', '-24y', ''])('"%s" is refused with advice', (text) => {
    expect(() => parseTimeArgument(text, now)).toThrow(/is not a time\. Write/);
  });
});
