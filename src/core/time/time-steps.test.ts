import { expect, test } from 'vitest';
import { formatTime, parseTime } from './rfc3339.ts';
import { chooseStep, commonStep, type StepName, stepEdges } from './time-steps.ts';

const at = (text: string) => parseTime(text)!;
const edges = (from: string, to: string, step: StepName, zone: string) =>
  stepEdges(at(from), at(to), { step, zone })?.map(formatTime);

test.each<[string, string, StepName, string, string[]]>([
  [
    '2026-11-24T01:20:00Z',
    '2026-11-24T03:00:00Z',
    '1h',
    'UTC',
    ['2026-11-24T01:00:00Z', '2026-11-24T02:00:00Z', '2026-11-24T03:00:00Z'],
  ],
  ['2026-11-24T01:20:00Z', '2026-11-24T01:20:00Z', '1s', 'UTC', ['2026-11-24T01:20:00Z', '2026-11-24T01:20:01Z']],
  // Midnight in Tokyo is 15:00 in UTC.
  [
    '2026-11-24T15:00:00Z',
    '2026-11-26T14:59:59Z',
    '1d',
    'Asia/Tokyo',
    ['2026-11-24T15:00:00Z', '2026-11-25T15:00:00Z', '2026-11-26T15:00:00Z'],
  ],
  [
    '2026-11-24T14:59:59Z',
    '2026-11-24T15:00:01Z',
    '12h',
    'Asia/Tokyo',
    ['2026-11-24T03:00:00Z', '2026-11-24T15:00:00Z', '2026-11-25T03:00:00Z'],
  ],
  // 24 November 2026 is a Tuesday.
  ['2026-11-24T02:00:00Z', '2026-11-24T03:00:00Z', '1w', 'UTC', ['2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z']],
  // Clocks go back in Berlin: that day has 25 hours, and its last step of three hours is one long.
  [
    '2026-10-25T20:00:00Z',
    '2026-10-26T00:00:00Z',
    '3h',
    'Europe/Berlin',
    ['2026-10-25T19:00:00Z', '2026-10-25T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-26T02:00:00Z'],
  ],
  [
    '2026-10-24T22:00:00Z',
    '2026-10-26T00:00:00Z',
    '1d',
    'Europe/Berlin',
    ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z'],
  ],
  // Half-hour zones.
  [
    '2026-11-24T18:30:00Z',
    '2026-11-24T19:30:00Z',
    '1h',
    'Asia/Kolkata',
    ['2026-11-24T18:30:00Z', '2026-11-24T19:30:00Z'],
  ],
])('%s to %s by %s in %s', (from, to, step, zone, expected) => {
  expect(edges(from, to, step, zone)).toEqual(expected);
});

test('an unknown zone has none', () => {
  expect(edges('2026-11-24', '2026-11-25', '1h', 'Mars/Olympus')).toBeUndefined();
});

test.each([
  [60n, '1s'],
  [3600n, '1m'],
  [86_400n, '15m'],
  [86_400n * 31n, '12h'],
  [86_400n * 400n, '1w'],
  [86_400n * 40_000n, '1w'],
])('%i seconds are shown by %s', (seconds, step) => {
  expect(chooseStep(0n, seconds * 1_000_000_000n)).toBe(step);
});

test('what all edges have in common', () => {
  const tokyo = stepEdges(at('2026-11-24'), at('2026-11-28'), { step: '1d', zone: 'Asia/Tokyo' })!;
  expect(commonStep(tokyo)).toBe(3n * 3600n * 1_000_000_000n);
  expect(commonStep([0n])).toBe(1_000_000_000n);
});
