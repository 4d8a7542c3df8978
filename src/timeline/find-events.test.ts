import { describe, expect, test } from 'vitest';
import { findEvents } from './find-events.ts';
import type { Identity } from './identity.ts';
import { followRoleChain } from './role-chain.ts';
import { at, call, otherAccount, type Sample, sessionArn, storeOf } from './testing/sample-store.ts';

const wholeDay = { from: at('00:00'), to: at('23:59') };
const instance = 'i-0123456789abcdef0';
const [key, nextKey] = ['ASIAAAAAAAAAAAAAAAA1', 'ASIAAAAAAAAAAAAAAAA2'];
const web = sessionArn('web', instance);
const self: Identity = { kind: 'access-key', name: key, account: null };
const attacker = '203.0.113.9';

const request = (time: string, ip: string): Sample => ({
  dataset: 'nginx.access',
  at: time,
  fields: { 'source.ip': ip, 'url.path': '/import', 'http.request.method': 'POST' },
});
const finding = (time: string, fields: Sample['fields']): Sample => ({
  dataset: 'aws.guardduty',
  at: time,
  fields: { 'event.kind': 'alert', 'rule.name': 'finding', ...fields },
});

const samples: readonly Sample[] = [
  request('09:00', attacker),
  request('09:01', '192.0.2.50'),
  call('10:00', 'GetCallerIdentity', { key, arn: web, ip: attacker }),
  call('10:10', 'AssumeRole', { key, arn: web, ip: attacker }, { 'aws.issued_access_key_id': nextKey }),
  {
    at: '10:10',
    fields: {
      'event.action': 'AssumeRole',
      'cloud.account.id': otherAccount,
      'source.ip': attacker,
      'aws.issued_access_key_id': nextKey,
    },
  },
  call('10:20', 'ListUsers', { key: nextKey, arn: sessionArn('admin', 'x', otherAccount), ip: '203.0.113.10' }),
  call('10:30', 'ListUsers', { key: 'ASIAAAAAAAAAAAAAAAA3', arn: sessionArn('web', 'other'), ip: attacker }),
  finding('10:40', { 'aws.access_key_id': key, 'source.ip': attacker, 'cloud.instance.id': instance }),
  finding('10:41', { 'cloud.instance.id': instance }),
  {
    dataset: 'aws.vpcflow',
    at: '10:50',
    fields: { 'source.ip': '10.0.0.1', 'destination.ip': '203.0.113.10', 'network.transport': 'tcp' },
  },
  request('11:00', '203.0.113.10'),
];

async function find(range = wholeDay, of = samples) {
  const store = await storeOf(of);
  return findEvents(store, self, await followRoleChain(store, self, range), range);
}

describe('findEvents', () => {
  test('exact: by key over the whole chain, the record of the other account and findings included', async () => {
    const { exact } = await find();
    expect(exact.map(({ offset }) => offset)).toEqual([2, 3, 4, 5, 7]);
  });

  test('weak: nameless events of addresses the chain used, and findings of its instance', async () => {
    const { weak } = await find();
    expect(weak.map(({ offset }) => offset).sort((a, b) => a - b)).toEqual([0, 8, 9, 10]);
  });

  test('only in the range', async () => {
    const { exact, weak } = await find({ from: at('10:05'), to: at('10:45') });
    expect(exact.map(({ offset }) => offset)).toEqual([3, 4, 5, 7]);
    expect(weak.map(({ offset }) => offset)).toEqual([8]);
  });

  test('an address that thousands share is counted, not shown', async () => {
    const crowd = Array.from({ length: 5001 }, () => request('09:30', attacker));
    const { weak, busyAddresses } = await find(wholeDay, [...samples, ...crowd]);
    expect(busyAddresses).toEqual([{ address: attacker, events: 5002 }]);
    expect(weak.map(({ offset }) => offset).sort((a, b) => a - b)).toEqual([8, 9, 10]);
  });

  test('of an address itself: all that names it', async () => {
    const store = await storeOf(samples);
    const address: Identity = { kind: 'address', name: '203.0.113.10', account: null };
    const { exact, weak } = await findEvents(store, address, { stations: [], ownKeys: [], cut: 0 }, wholeDay);
    expect(exact.map(({ offset }) => offset)).toEqual([5, 9, 10]);
    expect(weak).toEqual([]);
  });
});
