import type { OfferedObject } from './source.ts';

interface SkipRule {
  readonly reason: string;
  readonly key?: RegExp;
  readonly empty?: true;
}

/**
 * Objects that stores and services leave beside logs. Keys: CloudTrail's digests are described in its user guide;
 * the test files are what services write to see whether they may.
 */
const rules: readonly SkipRule[] = [
  { reason: 'FOLDER_MARKER The key stands for a folder and has no content.', key: /\/$/, empty: true },
  {
    reason: 'DIGEST CloudTrail digests prove that log files are unchanged; they hold no events.',
    key: /\/CloudTrail-Digest\//,
  },
  { reason: 'PERMISSION_TEST AWS Config wrote this to see whether it may.', key: /(^|\/)ConfigWritabilityCheckFile$/ },
  { reason: 'PERMISSION_TEST The load balancer wrote this to see whether it may.', key: /(^|\/)ELBAccessLogTestFile$/ },
  { reason: 'PERMISSION_TEST CloudWatch Logs wrote this to see whether it may.', key: /(^|\/)aws-logs-write-test$/ },
  {
    reason: 'PERMISSION_TEST A service wrote this to see whether it may.',
    key: /(^|\/)check_[^/]*permissions?[^/]*$/i,
  },
  {
    reason: 'JOB_MARKER A Hadoop job wrote this to say that it is done.',
    key: /(^|\/)(_SUCCESS|_started_\w+|_committed_\w+)$/,
  },
  { reason: 'FOLDER_MARKER A Hadoop job wrote this to stand for a folder.', key: /_\$folder\$$/, empty: true },
];

/** Why an object is no log and need not be read: a code and a sentence; null for all others. */
export function skipReason(object: OfferedObject): string | null {
  if (object.skip !== undefined) return object.skip;
  const rule = rules.find(
    ({ key, empty }) => (empty === undefined || object.size === 0) && (key?.test(object.key) ?? true),
  );
  return rule?.reason ?? null;
}
