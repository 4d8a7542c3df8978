import { describe, expect, test } from 'vitest';
import { eventKey } from './alerts-of.ts';
import { readRequests, requestTarget } from './read-requests.ts';
import { account, call, otherAccount, rowsOfSamples, type Sample, storeOf } from './testing/sample-store.ts';
import { touchedBy, verbs } from './touched.ts';

const caller = { key: 'AKIAAAAAAAAAAAAAAAA1', arn: `arn:aws:iam::${account}:user/ghost` };
const types = (type: string, category = 'configuration') => ({ 'event.type': [type], 'event.category': [category] });
const did = (action: string, fields: Sample['fields'], request?: Sample['request']): Sample => ({
  ...call('10:00', action, caller, fields),
  ...(request === undefined ? {} : { request }),
});

/** `verb kind name ×count [with …]`, as asked of events whose requests were read from their records. */
async function touched(samples: readonly Sample[]): Promise<string[]> {
  const rows = rowsOfSamples(samples);
  const requests = new Map(
    samples.flatMap(({ request }, offset) =>
      request === undefined ? [] : [[eventKey('object', offset), request] as const],
    ),
  );
  const things = touchedBy(rows, requests);
  return verbs.flatMap((verb) =>
    things[verb].map(({ kind, name, count, with: others }) =>
      [verb, kind, name ?? '-', `×${count}`, ...others].join(' '),
    ),
  );
}

describe('touchedBy', () => {
  test.each<[string, Sample, string[]]>([
    ['a creation', did('CreateUser', { ...types('creation', 'iam'), 'user.target.name': 'x' }), ['created user x ×1']],
    ['a start of a host', did('RunInstances', types('start', 'host')), ['created instances - ×1']],
    ['a deletion', did('DeleteBucket', { ...types('deletion'), 'aws.bucket': 'b' }), ['deleted bucket b ×1']],
    [
      'a change',
      did('StopLogging', types('change'), { name: `arn:aws:cloudtrail:x:${account}:trail/main` }),
      ['changed logging main ×1'],
    ],
    ['an access', did('GetSecretValue', types('access'), { secretId: 'db' }), ['read secret value db ×1']],
    ['a list', did('ListUsers', types('info', 'iam')), ['read users - ×1']],
    [
      'a run',
      did('SendCommand', types('start', 'process'), { documentName: 'AWS-RunShellScript' }),
      ['ran command AWS-RunShellScript ×1'],
    ],
    [
      'a share with another account',
      did('ModifySnapshotAttribute', types('change'), { snapshotId: 'snap-1', add: [{ userId: otherAccount }] }),
      [`shared snapshot attribute snap-1 ×1 ${otherAccount}`],
    ],
    [
      'a policy that lets nobody else in',
      did('PutBucketPolicy', { ...types('change'), 'aws.bucket': 'b' }, { bucketName: 'b', policy: '{}' }),
      ['changed bucket policy b ×1'],
    ],
    ['a refusal', did('DeleteBucket', { ...types('deletion'), 'event.outcome': 'failure' }), []],
    ['a login', did('AssumeRole', types('start', 'authentication')), []],
    ['a finding', did('X:Y/Z', { ...types('info'), 'event.kind': 'alert' }), []],
  ])('%s', async (_, sample, expected) => expect(await touched([sample])).toEqual(expected));

  test('objects count by their bucket, other things each', async () => {
    const object = (key: string) =>
      did('GetObject', {
        ...types('access', 'file'),
        'aws.bucket': 'b',
        'aws.resource_arns': [`arn:aws:s3:::b/${key}`],
      });
    expect(
      await touched([object('1'), object('2'), did('GetSecretValue', types('access'), { secretId: 'a' })]),
    ).toEqual(['read object b ×2', 'read secret value a ×1']);
  });
});

describe('readRequests', () => {
  test('opens records only of calls that worked and are not told by their fields', async () => {
    const samples = [
      did('StopLogging', types('change'), { name: 'main' }),
      did('CreateUser', { 'user.target.name': 'x' }, { userName: 'x' }),
      did('DescribeTrails', {}, { trailNameList: [] }),
      did('DeleteTrail', { 'event.outcome': 'failure' }, { name: 'main' }),
      did('PutBucketPolicy', { 'aws.bucket': 'b' }, { bucketName: 'b' }),
    ];
    const store = await storeOf(samples);
    const rows = [];
    for await (const row of store.engine.search({ kind: 'all' }, store.snapshot, { order: 'oldest' })) rows.push(row);
    const requests = await readRequests(store, rows);
    expect([...requests.values()]).toEqual([{ name: 'main' }, { bucketName: 'b' }]);
  });

  test.each<[Readonly<Record<string, unknown>>, string | null]>([
    [{ name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' }, 'main'],
    [{ maxResults: 5, secretId: 'db' }, 'db'],
    [{ clientToken: 'x', accountId: '1', filterName: 'quiet' }, 'quiet'],
    [{ instancesSet: { items: [{ instanceId: 'i-1' }] } }, 'i-1'],
    [{ maxResults: 5 }, null],
    [{}, null],
  ])('%j is about %s', (request, target) => expect(requestTarget(request)).toBe(target));
});
