import { describe, expect, test } from 'vitest';
import type { Identity } from './identity.ts';
import { newAgainstBaseline } from './new-against-baseline.ts';
import { account, at, call, rowsOfSamples, type Sample, sessionArn, storeOf } from './testing/sample-store.ts';

const range = { from: at('00:00'), to: at('23:59') };
const key = 'ASIAAAAAAAAAAAAAAAA1';
const self: Identity = { kind: 'access-key', name: key, account: null };
const today = [
  call('10:00', 'GetObject', { key, arn: sessionArn('web', 'i-2'), ip: '203.0.113.9' }),
  call('10:01', 'ListUsers', { key, arn: sessionArn('web', 'i-2'), ip: '203.0.113.9' }),
];
const role = `arn:aws:iam::${account}:role/web`;

async function compare(before: readonly Sample[], events = today, of = self) {
  const store = await storeOf([...before, ...events]);
  const { values, baselines } = await newAgainstBaseline(store, of, rowsOfSamples(events), range);
  return {
    values: values.map(({ field, value, count }) => `${field} ${value} ×${count}`),
    baselines: baselines.map(({ who, status, days }) => `${who} ${status} ${days}`),
  };
}

describe('newAgainstBaseline', () => {
  test('compares with the role, whatever its session and key were', async () => {
    const before = call('2026-11-04T09:00:00Z', 'GetObject', {
      key: 'ASIAAAAAAAAAAAAAAAA2',
      arn: sessionArn('web', 'i-1'),
    });
    expect(await compare([before])).toEqual({
      values: ['source.ip 203.0.113.9 ×2', 'event.action ListUsers ×1'],
      baselines: [`${role} compared 19`],
    });
  });

  test('a role of the same name in another account is no history', async () => {
    const before = call('2026-11-04T09:00:00Z', 'GetObject', { arn: sessionArn('web', 'i-1', '444455556666') });
    expect(await compare([before])).toEqual({
      values: [`actor ${role} ×2`],
      baselines: [`${role} first-seen 19`],
    });
  });

  test('what is older than 30 days does not count', async () => {
    const before = [
      call('2026-10-20T09:00:00Z', 'ListUsers', { arn: sessionArn('web', 'i-1'), ip: '203.0.113.9' }),
      call('2026-11-01T09:00:00Z', 'GetObject', { arn: sessionArn('web', 'i-1') }),
    ];
    expect((await compare(before)).values).toEqual(['source.ip 203.0.113.9 ×2', 'event.action ListUsers ×1']);
  });

  test.each([
    ['the role', [call('2026-11-20T09:00:00Z', 'GetObject', { arn: sessionArn('web', 'i-1') })]],
    ['the store', []],
  ])('less than a week of %s is too young to compare', async (_, before) => {
    const { values, baselines } = await compare(before);
    expect(values).toEqual([]);
    expect(baselines[0]).toMatch(/ too-young \d$/);
  });

  test('each of several identities is compared with itself, those of one name in two accounts too', async () => {
    const other = '444455556666';
    const events = ['web', 'audit'].flatMap((name) =>
      [account, other].map((of) => call('10:00', 'ListUsers', { arn: sessionArn(name, 's', of) })),
    );
    const before = [
      call('2026-11-04T09:00:00Z', 'GetObject', { arn: sessionArn('web', 's') }),
      call('2026-11-04T09:00:00Z', 'ListUsers', { arn: sessionArn('web', 's', other) }),
      call('2026-11-04T09:00:00Z', 'ListUsers', { arn: sessionArn('audit', 's') }),
      call('2026-11-04T09:00:00Z', 'GetObject', { arn: sessionArn('audit', 's', other) }),
    ];
    const store = await storeOf([...before, ...events]);
    const { values } = await newAgainstBaseline(store, self, rowsOfSamples(events), range);
    expect(values.map(({ who, field, value }) => [who, field, value]).sort()).toEqual([
      [`arn:aws:iam::${account}:role/web`, 'event.action', 'ListUsers'],
      [`arn:aws:iam::${other}:role/audit`, 'event.action', 'ListUsers'],
    ]);
  });

  test('an address is compared with itself', async () => {
    const address: Identity = { kind: 'address', name: '203.0.113.9', account: null };
    const request = (time: string, domain: string): Sample => ({
      dataset: 'nginx.access',
      at: time,
      fields: { 'source.ip': '203.0.113.9', 'url.domain': domain },
    });
    const events = [request('10:00', 'app.example.com'), request('10:01', 'api.example.com')];
    const { values } = await compare([request('2026-11-04T09:00:00Z', 'app.example.com')], events, address);
    expect(values).toEqual(['url.domain api.example.com ×1']);
  });
});
