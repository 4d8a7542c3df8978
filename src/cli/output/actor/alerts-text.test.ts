import { expect, test } from 'vitest';
import { sampleAlert } from '../../../state/testing/sample-alert.ts';
import { alertMarks, alertsText } from './alerts-text.ts';

const second = 1_000_000_000n;
const alertAt = (id: string, first: bigint) =>
  sampleAlert({ id, first, rule: { id: '', title: `Rule of ${id}`, path: '' }, count: 2 });
const alerts = [alertAt('late', 86_400n * second), alertAt('early', second)];

test('alerts are numbered from the oldest, and the marks of the timeline are these numbers', () => {
  expect(alertsText({ alerts })).toBe(`Alerts
    LEVEL  ALERT  RULE           FIRST                EVENTS
!1  high   early  Rule of early  1970-01-01 00:00:01       2
!2  high   late   Rule of late   1970-01-02 00:00:00       2
`);
  expect([...alertMarks({ alerts })]).toEqual([
    ['early', '!1'],
    ['late', '!2'],
  ]);
});

test('without alerts there is no list', () => {
  expect(alertsText({ alerts: [] })).toBe('');
});
