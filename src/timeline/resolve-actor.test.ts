import { describe, expect, test } from 'vitest';
import { resolveActor } from './resolve-actor.ts';
import { account, at, call, otherAccount, sessionArn, storeOf } from './testing/sample-store.ts';

const key = 'ASIAAAAAAAAAAAAAAAA1';
const session = sessionArn('deploy', 'alice');
const bob = `arn:aws:iam::${account}:user/bob`;
const store = await storeOf([
  call('10:00', 'ListBuckets', { key, arn: session }, { 'user.id': 'AROAAAAAAAAAAAAAAAAA1:alice' }),
  call('10:00', 'ListUsers', { key: 'ASIAAAAAAAAAAAAAAAA2', arn: sessionArn('deploy', 'carol') }),
  call('10:05', 'GetObject', { key, arn: session, ip: '203.0.113.9' }, { 'aws.bucket': 'example-data' }),
  call('11:00', 'ListUsers', { key: 'AKIAAAAAAAAAAAAAAAA3', arn: bob }),
  call('11:05', 'ListUsers', { arn: `arn:aws:iam::${otherAccount}:user/bob` }),
  call('11:10', 'ListUsers', { arn: sessionArn('audit', 'alice', otherAccount) }),
  call('11:15', 'CreateUser', { arn: bob }, { 'user.target.name': 'mallory' }),
  call('11:20', 'ListUsers', {}, { 'user.name': 'batch.example.com' }),
]);

describe('resolveActor', () => {
  test.each([
    [key, 'access-key', key],
    [session, 'session', session],
    [bob, 'user', bob],
    ['deploy', 'role', `arn:aws:iam::${account}:role/deploy`],
    [`arn:aws:iam::${account}:role/deploy`, 'role', `arn:aws:iam::${account}:role/deploy`],
    ['carol', 'session', sessionArn('deploy', 'carol')],
    ['AROAAAAAAAAAAAAAAAAA1', 'role', `arn:aws:iam::${account}:role/deploy`],
    ['AROAAAAAAAAAAAAAAAAA1:alice', 'session', session],
    ['mallory', 'user', `arn:aws:iam::${account}:user/mallory`],
    ['203.0.113.9', 'address', '203.0.113.9'],
    ['example-data', 'bucket', 'example-data'],
    [account, 'account', account],
    ['batch.example.com', 'name', 'batch.example.com'],
  ])('%s is a %s', async (asked, kind, name) => {
    const { identity, candidates } = await resolveActor(store, asked);
    expect(identity).toMatchObject({ kind, name });
    expect(candidates).toEqual([]);
  });

  test.each([
    ['bob', [bob, `arn:aws:iam::${otherAccount}:user/bob`]],
    ['alice', [session, sessionArn('audit', 'alice', otherAccount)]],
  ])('%s may be several, and none is chosen', async (asked, names) => {
    const { identity, candidates } = await resolveActor(store, asked);
    expect(identity).toBeNull();
    expect(candidates.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test.each(['nobody', 'AKIAAAAAAAAAAAAAAAA9', '192.0.2.99', 'i-0123456789abcdef0'])(
    '%s was never seen',
    async (asked) => {
      expect(await resolveActor(store, asked)).toMatchObject({ identity: null, candidates: [], seen: [] });
    },
  );

  test('joins only names that one event carries together, and says which', async () => {
    const { identifiers } = await resolveActor(store, key);
    const joined = identifiers.map(({ field, value, count, proof }) => [field, value, count, proof?.offset]);
    expect(joined).toEqual([
      ['aws.access_key_id', key, 2, 0],
      ['aws.principal_arn', session, 2, 0],
      ['aws.session_name', 'alice', 2, 0],
      ['user.name', 'deploy', 2, 0],
      ['user.id', 'AROAAAAAAAAAAAAAAAAA1:alice', 1, 0],
      ['cloud.account.id', account, 2, 0],
      ['source.ip', '198.51.100.7', 1, 0],
      ['source.ip', '203.0.113.9', 1, 2],
    ]);
    expect(identifiers.at(-1)?.proof).toMatchObject({ action: 'GetObject', time: at('10:05') });
  });

  test('two events of one instant prove each their own', async () => {
    const { identifiers } = await resolveActor(store, 'deploy');
    const proofs = new Map(identifiers.map(({ value, proof }) => [value, proof?.offset]));
    expect(proofs.get('alice')).toBe(0);
    expect(proofs.get('carol')).toBe(1);
  });
});
