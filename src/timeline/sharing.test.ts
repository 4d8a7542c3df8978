import { expect, test } from 'vitest';
import { isSharing, sharedWith } from './sharing.ts';
import { account, otherAccount } from './testing/sample-store.ts';

test.each([
  ['PutBucketPolicy', true],
  ['AddPermission20150331v2', true],
  ['ModifySnapshotAttribute', true],
  ['CreateBucket', false],
  ['PutObject', false],
])('%s shares: %s', (action, shares) => expect(isSharing(action)).toBe(shares));

const policy = (principal: unknown) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: principal, Resource: 'arn:aws:s3:::data/*' }] });

test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['a policy for everybody', { bucketPolicy: { Statement: [{ Principal: '*' }] } }, ['everybody']],
  ['a policy in a text', { policy: policy({ AWS: '*' }) }, ['everybody']],
  [
    'a list with another account and everybody',
    { policy: policy({ AWS: [`arn:aws:iam::${otherAccount}:root`, '*'] }) },
    ['everybody', otherAccount],
  ],
  ['its own account', { policy: policy({ AWS: `arn:aws:iam::${account}:role/web` }) }, []],
  ['a service', { policy: policy({ Service: 'cloudtrail.amazonaws.com' }) }, []],
  [
    'a snapshot',
    { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: otherAccount }] } } },
    [otherAccount],
  ],
  ['a public image', { launchPermission: { add: { items: [{ group: 'all' }] } } }, ['everybody']],
  ['a canned ACL', { 'x-amz-acl': ['public-read'] }, ['everybody']],
  ['an open port', { ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] } }, ['everybody']],
])('%s', (_, request, expected) => expect(sharedWith(request, account)).toEqual(expected));
