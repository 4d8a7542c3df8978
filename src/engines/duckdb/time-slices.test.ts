import { expect, test } from 'vitest';
import type { SegmentGroup } from './schema.ts';
import { timeSlices } from './time-slices.ts';

function group(...segments: readonly [first: bigint, last: bigint, rows: number][]): SegmentGroup {
  const common = { dataset: 'a', key: '', day: '', bytes: 0, fields: {}, dead: [] };
  const live = segments.map(([first, last, rows]) => ({ ...common, first, last, rows })) as unknown;
  return { dataset: 'a', kinds: {}, segments: live as SegmentGroup['segments'] };
}

const large = group([1000n, 50_000n, 30_000], [0n, 99_999n, 379_600]);

test.each([
  ['few rows are one slice', group([5n, 9n, 100]), {}, [[5n, 10n]]],
  [
    'many are several, newest first',
    large,
    {},
    [
      [98_999n, 100_000n],
      [90_991n, 98_999n],
      [0n, 90_991n],
    ],
  ],
  [
    'or oldest first',
    large,
    { order: 'oldest' as const },
    [
      [0n, 1001n],
      [1001n, 9009n],
      [9009n, 100_000n],
    ],
  ],
  [
    'a range is all there is',
    large,
    { from: 99_000n, to: 99_400n },
    [
      [99_395n, 99_400n],
      [99_355n, 99_395n],
      [99_000n, 99_355n],
    ],
  ],
  ['a range beside it is nothing', large, { from: 200_000n }, []],
  ['many wanted rows make long slices', large, { limit: 51_200 }, [[0n, 100_000n]]],
])('%s', (_, segments, options, slices) => {
  expect(timeSlices(segments, options).map(({ from, to }) => [from, to])).toEqual(slices);
});
