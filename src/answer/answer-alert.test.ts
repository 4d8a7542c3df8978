import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../core/event/field-value.ts';
import { nsPerDay } from '../core/time/rfc3339.ts';
import { stateForEach } from '../state/testing/state-for-each.ts';
import { account, at, call, otherAccount, type Sample, sessionArn, storeOf } from '../timeline/testing/sample-store.ts';
import type { Answer } from './answer.ts';
import { answerAlert, rangeOf } from './answer-alert.ts';
import { answerHeader } from './answer-header.ts';
import { alertOf } from './testing/alert-of.ts';

const state = stateForEach();
const now = at('2026-11-25T20:00:00Z');

interface Asked {
  readonly actions: readonly string[];
  readonly by?: string;
  readonly now?: bigint;
}

async function answerOf(
  samples: readonly Sample[],
  { actions, by = 'aws.principal_arn', ...asked }: Asked,
): Promise<Answer> {
  const store = await storeOf(samples);
  const { id } = await alertOf(store, state().db, { actions, by });
  const answer = await answerAlert(store, state().db, { alert: id, now: asked.now ?? now });
  if (answer === null) throw new Error('no answer');
  // It crosses threads.
  expect(structuredClone(answer)).toEqual(answer);
  return answer;
}

const ghost = { arn: `arn:aws:iam::${account}:user/ghost`, key: 'AKIAIOSFODNN7EXAMPLE' };
const change = { 'event.type': ['change'], 'event.category': ['iam'] };
const kinds = ({ gaps }: Answer) => gaps.map(({ kind }) => kind);

/** Every log type of the account for nine days, data events among them, so that nothing is missing. */
const habit: Sample[] = [...Array(11).keys()].flatMap((day) =>
  ['aws.cloudtrail', 'aws.guardduty', 'aws.vpcflow'].flatMap((dataset) =>
    [1, 23].map(
      (hour): Sample => ({
        dataset,
        at: `2026-11-${String(15 + day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`,
        fields: {
          'cloud.account.id': account,
          'event.action': dataset === 'aws.cloudtrail' ? 'GetObject' : 'accept',
          'event.outcome': 'success',
        },
      }),
    ),
  ),
);
const history = (arn: typeof ghost, fields: Readonly<Record<string, FieldValue>> = {}): Sample[] =>
  [10, 11, 12].map((day) => call(`2026-11-${day}T09:00:00Z`, 'ListUsers', arn, fields));

describe('did they do more', () => {
  test('yes, with what else there was before and after, and how it ended', async () => {
    const answer = await answerOf(
      [
        ...history(ghost),
        call('08:00', 'ListUsers', ghost),
        call('10:00', 'DeleteTrail', ghost, change),
        call('10:30', 'CreateUser', ghost, { 'event.type': ['creation'], 'user.target.name': 'backup' }),
        call('11:30', 'GetSecretValue', ghost, { 'event.outcome': 'failure', 'error.code': 'AccessDenied' }),
        call('12:30', 'PutObject', ghost, { 'event.outcome': 'failure', 'error.code': 'NoSuchBucket' }),
      ],
      { actions: ['DeleteTrail'] },
    );
    expect(answer.more).toBe('yes');
    const { hour, day, ...around } = answer.around;
    expect([hour.before.events, hour.after.events, day.before.events, day.after.events]).toEqual([0, 2, 1, 4]);
    expect(around.else.after).toEqual({ events: 3, worked: 1, failed: 1, denied: 1, unknown: 0, changes: 1 });
    expect(around.elseNew).toEqual({ before: 0, after: 3 });
    expect(answer.result).toEqual({ worked: 1, failed: 0, denied: 0, unknown: 0 });
    expect(answer.done.created.shown).toMatchObject([{ kind: 'user', name: 'backup' }]);
    expect(kinds(answer)).toContain('logging-stopped');
  });

  test('no, when nothing that is known of could hide anything, and up to when', async () => {
    const answer = await answerOf([...habit, ...history(ghost), call('10:00', 'CreateUser', ghost, change)], {
      actions: ['CreateUser'],
    });
    expect(kinds(answer)).toEqual([]);
    expect(answer.more).toBe('no');
    expect(answer.coverage.sources).toHaveLength(3);
    expect(answer.coverage.completeTo).toBe(answer.range.to);
  });

  test.each<[string, Sample[], string]>([
    [
      'a log was stopped',
      [call('11:00', 'StopLogging', { arn: `arn:aws:iam::${account}:user/other` })],
      'logging-stopped',
    ],
    [
      'another account sees nothing',
      [
        call(
          '09:00',
          'ListUsers',
          { arn: ghost.arn.replace(account, otherAccount) },
          { 'aws.issued_access_key_id': ghost.key },
        ),
      ],
      'never-collected',
    ],
  ])('unsure, when %s', async (_, more, gap) => {
    const samples = [...habit, ...history(ghost), call('10:00', 'CreateUser', ghost, change), ...more];
    const answer = await answerOf(samples, { actions: ['CreateUser'] });
    expect(kinds(answer)).toContain(gap);
    expect(answer.more).not.toBe('no');
  });

  test('unsure, when requests came from the same address without a name', async () => {
    const request = { 'source.ip': '198.51.100.7', 'http.request.method': 'GET', 'url.path': '/' };
    const answer = await answerOf(
      [
        ...habit,
        ...history(ghost),
        call('10:00', 'CreateUser', ghost, change),
        { dataset: 'aws.waf', at: '10:05', fields: request },
      ],
      { actions: ['CreateUser'] },
    );
    expect(answer.more).toBe('unsure');
    expect(kinds(answer)).toContain('same-address');
    expect(answer.around.weak).toBe(1);
  });

  test('a source that has not come as far as the alert is late', async () => {
    const busy = [...Array(1500).keys()].map(
      (n): Sample => ({
        dataset: 'aws.vpcflow',
        at: new Date(Date.parse('2026-11-20T00:00:00Z') + n * 240_000).toISOString(),
        fields: { 'cloud.account.id': account, 'event.action': 'accept' },
      }),
    );
    const quiet = habit.filter(({ dataset }) => dataset !== 'aws.vpcflow');
    const answer = await answerOf(
      [...quiet, ...busy, ...history(ghost), call('2026-11-24T07:00:00Z', 'CreateUser', ghost, change)],
      { actions: ['CreateUser'], now: at('2026-11-24T07:01:00Z') },
    );
    expect(kinds(answer)).toEqual(['source-late']);
    expect(answer.more).toBe('unsure');
  });
});

describe('who', () => {
  test('a key is told by whose it is', async () => {
    const answer = await answerOf(
      [...history(ghost), call('10:00', 'CreateUser', ghost, { ...change, 'aws.mfa_used': 'true' })],
      {
        actions: ['CreateUser'],
        by: 'aws.access_key_id',
      },
    );
    expect(answer.who).toMatchObject({ kind: 'user', short: 'ghost', account, acts: true, mfa: true });
    expect(answer.who.keys).toMatchObject([{ id: ghost.key, lasting: 'long-lived', count: 1 }]);
    expect(answer.who.seen?.count).toBe(4);
  });

  test('the chain that led to it and away, in its order', async () => {
    const web = { arn: sessionArn('web', 'i-0123456789abcdef0'), key: 'ASIAIOSFODNN7EXAMPL1' };
    const deploy = { arn: sessionArn('deploy', 'x', otherAccount), key: 'ASIAIOSFODNN7EXAMPL2' };
    const answer = await answerOf(
      [
        call('10:00', 'GetCallerIdentity', web),
        call('10:05', 'AssumeRole', web, { 'aws.issued_access_key_id': deploy.key }),
        call('10:10', 'CreateUser', deploy, change),
      ],
      { actions: ['GetCallerIdentity'] },
    );
    expect(answer.chain.map(({ kind, short, side }) => [kind, short, side])).toEqual([
      ['instance', 'i-0123456789abcdef0', 'before'],
      ['session', 'web/i-0123456789abcdef0', 'self'],
      ['access-key', 'deploy/x', 'after'],
    ]);
    expect(answer.steps.shown.map(({ kind, who, sentence }) => [kind, who, sentence])).toEqual([
      ['asked', 'web/i-0123456789abcdef0', 'GetCallerIdentity'],
      ['gave', 'web/i-0123456789abcdef0', 'AssumeRole'],
      ['changed', 'deploy/x', 'CreateUser'],
    ]);
    expect(answer.next.commands.map(({ kind }) => kind)).toEqual([
      'look-further',
      'deny-older-sessions',
      'deny-older-sessions',
      'quarantine-instance',
    ]);
    expect(answer.next.questions.map(({ kind }) => kind)).toContain('instance-behind');
  });

  test('a step that both accounts record is told once, as the one of who gave', async () => {
    const web = { arn: sessionArn('web', 'x'), key: 'ASIAIOSFODNN7EXAMPL1' };
    const deploy = { arn: sessionArn('deploy', 'x', otherAccount), key: 'ASIAIOSFODNN7EXAMPL2' };
    const issued = { 'aws.issued_access_key_id': deploy.key };
    const ofOther: Sample = {
      at: '10:05',
      fields: { 'event.action': 'AssumeRole', 'event.outcome': 'success', 'cloud.account.id': otherAccount, ...issued },
    };
    const samples = [ofOther, call('10:05', 'AssumeRole', web, issued), call('10:10', 'CreateUser', deploy, change)];
    const { steps } = await answerOf(samples, { actions: ['CreateUser'] });
    expect(steps.shown.map(({ kind, who, count }) => [kind, who, count])).toEqual([
      ['gave', 'web/x', 1],
      ['changed', 'deploy/x', 1],
    ]);
  });

  test.each<[string, string, Sample]>([
    [
      'address',
      'source.ip',
      {
        dataset: 'nginx.access',
        at: '10:00',
        fields: {
          'event.action': 'get',
          'source.ip': '203.0.113.50',
          'url.path': '/admin',
          'http.request.method': 'GET',
          'event.outcome': 'failure',
          'http.response.status_code': 403n,
        },
      },
    ],
    ['bucket', 'aws.bucket', call('10:00', 'get', { arn: ghost.arn }, { 'aws.bucket': 'payouts' })],
    ['instance', 'cloud.instance.id', call('10:00', 'get', {}, { 'cloud.instance.id': 'i-0123456789abcdef0' })],
  ])('%s', async (kind, by, sample) => {
    const answer = await answerOf(
      [sample, { ...sample, at: '10:20', fields: { ...sample.fields, 'event.action': 'more' } }],
      { actions: ['get'], by },
    );
    expect(answer.who.kind).toBe(kind);
    expect(answer.more).toBe('yes');
    expect(answer.matches.total).toBe(1);
  });

  test('a thing tells who acted there', async () => {
    const samples = [call('10:00', 'PutBucketPolicy', ghost, { 'aws.bucket': 'payouts', ...change })];
    const { who } = await answerOf(samples, { actions: ['PutBucketPolicy'], by: 'aws.bucket' });
    expect(who).toMatchObject({ acts: false, actors: { shown: [{ value: ghost.arn, count: 1 }], total: 1 } });
  });

  test('a name of several is none of them, and what is not known is said', async () => {
    const twins = [account, otherAccount].map((of) =>
      call('09:00', 'ListUsers', { arn: `arn:aws:iam::${of}:user/ghost` }),
    );
    const answer = await answerOf([...twins, call('10:00', 'CreateUser', ghost, change)], {
      actions: ['CreateUser'],
      by: 'user.name',
    });
    expect(answer.more).toBe('unsure');
    expect(answer.gaps[0]).toMatchObject({
      kind: 'nobody',
      message: { key: 'gap.ambiguous', slots: { identities: 2 } },
    });
    expect(answer.matches.shown).toMatchObject([{ action: 'CreateUser' }]);
    expect(answer.what.actions.shown).toEqual([{ value: 'CreateUser', count: 1 }]);
  });
});

test('less than a week of history is too young to compare', async () => {
  const young = [20, 21].map((day) => call(`2026-11-${day}T09:00:00Z`, 'ListUsers', ghost));
  const answer = await answerOf(
    [...young, call('10:00', 'CreateUser', ghost, change), call('10:01', 'DeleteUser', ghost, change)],
    { actions: ['CreateUser'] },
  );
  expect(answer.news).toMatchObject({ status: 'too-young', values: { total: 0 } });
  expect(answer.around.elseNew.after).toBeNull();
});

test('other alerts of the actor, and those of its story', async () => {
  const store = await storeOf([
    call('10:00', 'CreateUser', ghost, change),
    call('10:30', 'StopLogging', ghost, change),
  ]);
  const first = await alertOf(store, state().db, { actions: ['CreateUser'], by: 'aws.principal_arn', title: 'One' });
  await alertOf(store, state().db, { actions: ['StopLogging'], by: 'aws.principal_arn', title: 'Two' });
  const answer = await answerAlert(store, state().db, { alert: first.number, now });
  expect(answer?.others).toMatchObject([{ title: 'Two', level: 'high', count: 1, entity: 'ghost' }]);
  expect(answer?.steps.shown.map(({ alert }) => alert === null)).toEqual([false, false]);
});

test('a megabyte in a log does not make the answer long', async () => {
  const agent = { 'user_agent.original': `\u202e${'x'.repeat(1 << 20)}`, 'user.target.name': 'y'.repeat(1 << 20) };
  const answer = await answerOf([call('10:00', 'CreateUser', ghost, { ...change, ...agent })], {
    actions: ['CreateUser'],
  });
  expect(JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? Number(value) : value)).length).toBeLessThan(
    60_000,
  );
  expect(answer.from.agents.shown[0].original).toContain('…⟦1,048,577 characters⟧');
});

test('no such alert, no answer', async () => {
  expect(await answerAlert(await storeOf([]), state().db, { alert: 'A-99', now })).toBeNull();
});

test('the range is a day around, and ends now at the latest, but never before its last match', () => {
  const alert = { first: at('10:00'), last: at('11:00') };
  expect(rangeOf(alert, now + nsPerDay)).toEqual({ from: at('10:00') - nsPerDay, to: at('11:00') + nsPerDay });
  expect(rangeOf(alert, at('12:00')).to).toBe(at('12:00'));
  expect(rangeOf(alert, at('09:00')).to).toBe(at('11:00') + 1n);
});

describe('the first part, from the index alone', () => {
  test('who, since when, what and where, on the days around', async () => {
    const store = await storeOf([
      ...history(ghost),
      call('10:00', 'CreateUser', ghost, change),
      call('10:30', 'ListUsers', ghost),
    ]);
    const { number } = await alertOf(store, state().db, { actions: ['CreateUser'], by: 'aws.principal_arn' });
    const searches = { ...store, engine: { ...store.engine, search: () => expect.unreachable('an event was read') } };
    const header = await answerHeader(searches, state().db, { alert: number, now });
    expect(header).toMatchObject({
      alert: { number },
      who: { kind: 'user', short: 'ghost', account, seen: { count: 5 } },
      actions: {
        shown: [
          { value: 'CreateUser', count: 1 },
          { value: 'ListUsers', count: 1 },
        ],
      },
      datasets: [{ value: 'aws.cloudtrail', count: 2 }],
    });
  });

  test('no such alert', async () => {
    expect(await answerHeader(await storeOf([]), state().db, { alert: 'A-99', now })).toBeNull();
  });
});
