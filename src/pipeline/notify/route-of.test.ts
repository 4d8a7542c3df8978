import { expect, test } from 'vitest';
import type { AlertsTable } from '../../state/tables.ts';
import { routeOf } from './route-of.ts';

const alert = {
  level: 'high',
  rule: '0b3f7a52-55f0-4bd4-a1fe-f5ae3f2c1a11',
  rule_title: 'Root login',
  entity_value: 'arn:aws:iam::111122223333:user/kate',
  datasets: '["aws.cloudtrail","aws.guardduty"]',
} as AlertsTable;

test.each([
  [{ level: 'high' }, true],
  [{ level: 'critical' }, false],
  [{ level: 'low', rules: ['root login'] }, true],
  [{ level: 'low', rules: ['0B3F7A52-55f0-4bd4-a1fe-f5ae3f2c1a11'] }, true],
  [{ level: 'low', rules: ['Root'] }, false],
  [{ level: 'low', rules: ['other', 'Root*'] }, true],
  [{ level: 'low', rules: [] }, false],
  [{ level: 'low', entities: ['*user/kate'] }, true],
  [{ level: 'low', entities: ['kate'] }, false],
  [{ level: 'low', datasets: ['aws.guardduty'] }, true],
  [{ level: 'low', datasets: ['aws.*'] }, true],
  [{ level: 'low', datasets: ['nginx.*'] }, false],
  [{ level: 'low', rules: ['Root login'], datasets: ['nginx.*'] }, false],
  [{ level: 'critical', rules: ['Root login'] }, false],
] as const)('%j: %j', (filters, expected) => {
  expect(routeOf('team', filters as unknown as Parameters<typeof routeOf>[1]).accepts(alert)).toBe(expected);
});

test('a level that Sigma does not have is told to all', () => {
  expect(routeOf('team', { level: 'critical' }).accepts({ ...alert, level: 'catastrophic' })).toBe(true);
});
