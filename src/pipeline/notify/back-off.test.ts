import { expect, test } from 'vitest';
import { backOffMs, mostAttempts } from './back-off.ts';

test('doubles from 2 seconds to a quarter of an hour, less a quarter at most', () => {
  expect([1, 2, 3, 9, 10, 60, 5000].map((attempt) => backOffMs(attempt, 0) / 1000)).toEqual([
    2, 4, 8, 512, 900, 900, 900,
  ]);
  expect(backOffMs(1, 0.999999)).toBe(1500);
});

test('a message is tried for about half a day', () => {
  let ms = 0;
  for (let attempt = 1; attempt < mostAttempts; attempt++) ms += backOffMs(attempt, 0.5);
  expect(ms / 3_600_000).toBeGreaterThan(9);
  expect(ms / 3_600_000).toBeLessThan(14);
});
