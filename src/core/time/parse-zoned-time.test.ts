import { expect, test } from 'vitest';
import { parseZonedTime } from './parse-zoned-time.ts';
import { formatTime, parseTime } from './rfc3339.ts';

const now = parseTime('2026-11-24T12:00:00Z') ?? 0n;

test.each([
  ['-24h', 'Asia/Tokyo', '2026-11-23T12:00:00Z'],
  ['2026-11-24', 'UTC', '2026-11-24T00:00:00Z'],
  ['2026-11-24', 'Asia/Tokyo', '2026-11-23T15:00:00Z'],
  ['2026-11-24T09:00:00', 'Europe/Berlin', '2026-11-24T08:00:00Z'],
  ['2026-11-24T09:00:00Z', 'Asia/Tokyo', '2026-11-24T09:00:00Z'],
  ['2026-11-24T09:00:00+02:00', 'Asia/Tokyo', '2026-11-24T07:00:00Z'],
])('%s in %s is %s', (text, zone, expected) => {
  expect(formatTime(parseZonedTime(text, now, zone))).toBe(expected);
});

test('a zone that is none is said', () => {
  expect(() => parseZonedTime('2026-11-24', now, 'Mars/Olympus')).toThrow(/A zone is written as/);
});

test.each(['-999999999w', '+999999999w'])('%s is no time that could be written', (text) => {
  expect(() => parseZonedTime(text, now, 'UTC')).toThrow(/outside the years/);
});
