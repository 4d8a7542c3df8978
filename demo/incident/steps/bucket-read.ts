import { s3Details } from '../../cloudtrail/everyday-call.ts';
import { accessKeyResource, apiCallAction } from '../../guardduty/finding.ts';
import { hex } from '../../random/identifiers.ts';
import type { Random } from '../../random/random.ts';
import { minute, second } from '../../time/stamp.ts';
import type { Cast } from '../cast.ts';
import { attackerCall, noRecords, type StepCall, type StepRecords } from '../step-records.ts';
import { backdoorHolder } from './backdoor-user.ts';

function readingCalls(random: Random, cast: Cast): StepCall[] {
  const { bucket } = cast;
  const holder = backdoorHolder(cast);
  const Host = `${bucket}.s3.eu-west-1.amazonaws.com`;
  const bucketResource = { accountId: cast.lastAccount.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` };
  let time = cast.schedule.bucket;
  const listed = ['ListBuckets', 'GetBucketLocation', 'GetBucketPolicy'].map((name) => {
    time += random.between(4, 30) * second;
    const request = name === 'ListBuckets' ? { Host: 's3.eu-west-1.amazonaws.com' } : { bucketName: bucket, Host };
    return attackerCall('bucket-read', holder, time, {
      source: 's3',
      name,
      request,
      additional: s3Details(random, 0, 900),
    });
  });
  const read = ['', ...cast.objectKeys].map((key) => {
    time += random.gap(4 * second);
    const object = { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` };
    return attackerCall('bucket-read', holder, time, {
      source: 's3',
      name: key ? 'GetObject' : 'ListObjects',
      request: key ? { bucketName: bucket, Host, key } : { 'list-type': '2', bucketName: bucket, Host, prefix: '' },
      additional: s3Details(random, 0, random.between(400_000, 9_000_000)),
      resources: JSON.stringify(key ? [object, bucketResource] : [bucketResource]),
      data: true,
    });
  });
  return [...listed, ...read];
}

/** The bucket is listed and every object in it read with the new user's key. */
export function readBucket(random: Random, cast: Cast): StepRecords {
  const calls = readingCalls(random, cast);
  const { accessKeyId, principalId, userName } = cast.backdoor;
  const found = calls[calls.length - 1].time + random.between(8, 20) * minute;
  const finding = {
    id: hex(random, 32),
    step: 'bucket-read',
    account: cast.lastAccount,
    type: 'Exfiltration:S3/AnomalousBehavior',
    severity: 8,
    title: `${userName} called GetObject in an unusual way.`,
    description: `The API GetObject was called by the user ${userName} in an unusual way, in a volume that is not usual for this bucket.`,
    resource: {
      ...accessKeyResource({ accessKeyId, principalId, userName, userType: 'IAMUser' as const }),
      resourceType: 'S3Bucket',
      s3BucketDetails: [{ arn: `arn:aws:s3:::${cast.bucket}`, name: cast.bucket, type: 'Destination' }],
    },
    action: apiCallAction('GetObject', 's3', cast.secondAttacker),
    role: 'TARGET' as const,
    count: cast.objectKeys.length,
    firstSeen: calls[0].time,
    lastSeen: calls[calls.length - 1].time,
    created: found,
    updated: found,
  };
  return { ...noRecords, calls, findings: [finding] };
}
