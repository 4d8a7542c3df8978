import { describe, expect, test } from 'vitest';
import type { Identity } from './identity.ts';
import { followRoleChain, type RoleChain } from './role-chain.ts';
import { account, at, call, otherAccount, type Sample, sessionArn, storeOf } from './testing/sample-store.ts';

const wholeDay = { from: at('00:00'), to: at('23:59') };
const keyOf = (name: string): Identity => ({ kind: 'access-key', name, account: null });
const instance = 'i-0123456789abcdef0';
const [webKey, midKey, lastKey, userKey, strayKey] = ['1', '2', '3', '4', '5'].map((n) => `ASIAAAAAAAAAAAAAAAA${n}`);
const web = sessionArn('web', instance);
const mid = sessionArn('release', 'x', otherAccount);
const third = '777788889999';
const last = sessionArn('admin', 'x', third);
const issues = (issued: string) => ({ 'aws.issued_access_key_id': issued });

/** A stolen instance key → a role of a second account → a role of a third → a user with key and password there. */
const story: readonly Sample[] = [
  call('09:00', 'GetCallerIdentity', { key: webKey, arn: web }),
  call('09:10', 'AssumeRole', { key: webKey, arn: web }, issues(midKey)),
  {
    at: '09:10',
    fields: { 'event.action': 'AssumeRole', 'cloud.account.id': otherAccount, 'user.id': 'AROA1:x', ...issues(midKey) },
  },
  call('09:20', 'AssumeRole', { key: midKey, arn: mid }, issues(lastKey)),
  call('09:30', 'CreateAccessKey', { key: lastKey, arn: last }, { 'user.target.name': 'ghost', ...issues(userKey) }),
  call('09:31', 'CreateLoginProfile', { key: lastKey, arn: last }, { 'user.target.name': 'ghost' }),
  call('09:40', 'ListBuckets', { key: userKey, arn: `arn:aws:iam::${third}:user/ghost` }),
  call('10:00', 'AssumeRole', { key: strayKey, arn: sessionArn('web', 'somebody') }, issues('ASIAAAAAAAAAAAAAAAA6')),
];

function steps({ stations }: RoleChain): string[] {
  return stations.flatMap(({ id, links }) => links.map(({ by, proof }) => `${by} ${proof.action} ${id}`)).sort();
}

const allSteps = [
  `${instance} GetCallerIdentity ${webKey}`,
  `${webKey} AssumeRole ${midKey}`,
  `${midKey} AssumeRole ${lastKey}`,
  `${lastKey} CreateAccessKey ${userKey}`,
  `${lastKey} CreateLoginProfile arn:aws:iam::${third}:user/ghost`,
].sort();

describe('followRoleChain', () => {
  test('from the first key down to the last', async () => {
    const chain = await followRoleChain(await storeOf(story), keyOf(webKey), wholeDay);
    expect(steps(chain)).toEqual(allSteps);
    expect(new Set(chain.stations.map((station) => station.account ?? ''))).toEqual(
      new Set(['', account, otherAccount, third]),
    );
    expect(chain.stations.find(({ id }) => id === lastKey)).toMatchObject({
      side: 'after',
      principal: last,
      used: { count: 2, first: at('09:30'), last: at('09:31') },
    });
  });

  test('from the last key up to the first, without what others of the way gave', async () => {
    const chain = await followRoleChain(await storeOf(story), keyOf(userKey), wholeDay);
    expect(steps(chain)).toEqual(allSteps.filter((step) => !step.includes('CreateLoginProfile')));
    expect(chain.stations.find(({ id }) => id === midKey)?.side).toBe('before');
  });

  test('from a session both ways, its keys standing for it', async () => {
    const self: Identity = { kind: 'session', name: mid, account: otherAccount };
    const chain = await followRoleChain(await storeOf(story), self, wholeDay);
    expect(chain.ownKeys).toEqual([midKey]);
    expect(steps(chain)).toContain(`${webKey} AssumeRole ${mid}`);
    expect(steps(chain)).toContain(`${mid} AssumeRole ${lastKey}`);
  });

  test('from an instance: its own sessions, not those that only name it', async () => {
    const touching = call('08:00', 'StartSession', { key: strayKey }, { 'cloud.instance.id': instance });
    const named = story.map((sample) =>
      sample.fields['aws.session_name'] === instance
        ? { ...sample, fields: { ...sample.fields, 'cloud.instance.id': instance } }
        : sample,
    );
    const self: Identity = { kind: 'instance', name: instance, account: null };
    const chain = await followRoleChain(await storeOf([...named, touching]), self, wholeDay);
    expect(chain.ownKeys).toEqual([webKey]);
    expect(steps(chain)).toContain(`${instance} AssumeRole ${midKey}`);
  });

  test('keys that give each other do not go in circles', async () => {
    const circle = [
      call('09:00', 'AssumeRole', { key: webKey, arn: web }, issues(midKey)),
      call('09:10', 'AssumeRole', { key: midKey, arn: mid }, issues(webKey)),
    ];
    const chain = await followRoleChain(await storeOf(circle), keyOf(webKey), wholeDay);
    expect(steps(chain)).toEqual([`${webKey} AssumeRole ${midKey}`, `${midKey} AssumeRole ${webKey}`]);
  });

  test('a session that gives itself another key stays one station', async () => {
    const again = [
      call('09:00', 'GetSessionToken', { key: midKey, arn: mid }, issues(lastKey)),
      call('09:10', 'ListUsers', { key: lastKey, arn: mid }),
    ];
    const self: Identity = { kind: 'session', name: mid, account: otherAccount };
    const chain = await followRoleChain(await storeOf(again), self, wholeDay);
    expect(chain.stations).toMatchObject([{ id: mid, links: [] }]);
  });

  test('refused steps lead nowhere', async () => {
    const refused = [
      call('09:00', 'AssumeRole', { key: webKey, arn: web }, { 'event.outcome': 'failure' }),
      call(
        '09:05',
        'CreateLoginProfile',
        { key: webKey, arn: web },
        { 'event.outcome': 'failure', 'user.target.name': 'a' },
      ),
    ];
    const chain = await followRoleChain(await storeOf(refused), keyOf(webKey), wholeDay);
    expect(chain.stations.filter(({ side }) => side === 'after')).toEqual([]);
  });

  test('more steps than can be followed are counted', async () => {
    const many = Array.from({ length: 230 }, (_, n) =>
      call('09:00', 'AssumeRole', { key: webKey, arn: mid }, issues(`ASIABBBBBBBBBBBBB${String(n).padStart(3, '0')}`)),
    );
    const { stations, cut } = await followRoleChain(await storeOf(many), keyOf(webKey), wholeDay);
    expect(stations.length).toBe(200);
    expect(cut).toBe(31);
  });
});
