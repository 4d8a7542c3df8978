import { expect, test } from 'vitest';
import { summarize } from './summarize.ts';
import { at, call, otherAccount, rowsOfSamples, sessionArn } from './testing/sample-store.ts';

const rows = rowsOfSamples([
  call('10:00', 'CreateUser', { arn: sessionArn('a', 'b') }, { 'event.type': ['user', 'creation'] }),
  call(
    '10:01',
    'DeleteUser',
    { arn: sessionArn('a', 'b') },
    { 'event.type': ['deletion'], 'event.outcome': 'failure' },
  ),
  call('10:02', 'ListUsers', { arn: sessionArn('a', 'b', otherAccount), ip: '203.0.113.9' }),
]);
const range = { from: at('09:00'), to: at('11:00') };

test('counts what worked, changed and failed, before the alert and from it on', () => {
  const alert = { first: at('10:01') } as never;
  const { all, before, after } = summarize(rows, { ...range, because: 'alert', alert });
  expect(all).toEqual({ events: 3, failed: 1, changes: 1, accounts: 2, addresses: 2 });
  expect(before).toEqual({ events: 1, failed: 0, changes: 1, accounts: 1, addresses: 1 });
  expect(after).toEqual({ events: 2, failed: 1, changes: 0, accounts: 2, addresses: 2 });
});

test('without an alert there is no before', () => {
  expect(summarize(rows, { ...range, because: 'activity' })).toMatchObject({ before: null, after: null });
});
