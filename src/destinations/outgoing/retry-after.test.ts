import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 10, 24, 2, 14, 5);

test.each([
  [undefined, null],
  ['', null],
  ['soon', null],
  ['0', 0],
  ['7', 7_000],
  [' 7 ', 7_000],
  ['7.5', null],
  ['3600', 3_600_000],
  ['9999999999', 3_600_000],
  ['99999999999999999999', null],
  ['Tue, 24 Nov 2026 02:15:05 GMT', 60_000],
  ['Tue, 24 Nov 2026 02:13:05 GMT', 0],
  ['Tue, 24 Nov 2037 02:13:05 GMT', 3_600_000],
])('%j', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});
