import { expect, test } from 'vitest';
import { firstKeptDay } from './retention.ts';

const now = BigInt(Date.parse('2026-11-24T12:00:00Z')) * 1_000_000n;

test.each([
  [{}, 'aws.waf', null],
  [{ default: '30d' }, 'aws.waf', '2026-10-25'],
  [{ default: '30d', 'aws.waf': '7d' }, 'aws.waf', '2026-11-17'],
  [{ 'aws.waf': '7d' }, 'aws.alb', null],
  [{ default: '36h' }, 'aws.alb', '2026-11-23'],
])('%j keeps %s from %s', (retention, dataset, expected) => {
  expect(firstKeptDay(retention as Record<string, string>, now)(dataset)).toBe(expected);
});
