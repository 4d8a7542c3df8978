import { describe, expect, it } from 'vitest';
import { skipReason } from './skip.ts';

const object = (key: string, size = 10) => ({
  bucket: 'logs',
  key,
  etag: 'e',
  size,
  time: 0n,
  name: `s3://logs/${key}`,
});

describe('skipReason', () => {
  it.each([
    ['AWSLogs/', 0, 'FOLDER_MARKER'],
    ['AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/01/x.json.gz', 900, 'DIGEST'],
    ['AWSLogs/111122223333/Config/ConfigWritabilityCheckFile', 0, 'PERMISSION_TEST'],
    ['lb/AWSLogs/111122223333/ELBAccessLogTestFile', 100, 'PERMISSION_TEST'],
    ['exports/aws-logs-write-test', 27, 'PERMISSION_TEST'],
    ['waf/check_bucket_permission', 4, 'PERMISSION_TEST'],
    ['waf/check_write_permissions.txt', 4, 'PERMISSION_TEST'],
    ['job/_SUCCESS', 0, 'JOB_MARKER'],
    ['job/day=1_$folder$', 0, 'FOLDER_MARKER'],
  ])('skips %s', (key, size, code) => {
    expect(skipReason(object(key, size))).toMatch(new RegExp(`^${code} `));
  });

  it.each([
    ['odd/key/', 10],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/x.json.gz', 900],
    ['empty.log', 0],
    ['ELBAccessLogTestFile.gz', 100],
    ['check_permission/app.log', 100],
    ['spark/_SUCCESSFUL', 100],
  ])('reads %s', (key, size) => {
    expect(skipReason(object(key, size))).toBeNull();
  });

  it('believes the source', () => {
    expect(skipReason({ ...object('x'), skip: 'HIDDEN so.' })).toBe('HIDDEN so.');
  });
});
