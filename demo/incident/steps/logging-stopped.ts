import { accessKeyResource, apiCallAction } from '../../guardduty/finding.ts';
import { hex } from '../../random/identifiers.ts';
import type { Random } from '../../random/random.ts';
import { minute, second } from '../../time/stamp.ts';
import type { Cast } from '../cast.ts';
import { attackerCall, noRecords, type StepRecords } from '../step-records.ts';
import { backdoorHolder } from './backdoor-user.ts';

/** The trail of the last account is stopped; from then on it is silent and only GuardDuty tells. */
export function stopLogging(random: Random, cast: Cast): StepRecords {
  const { accessKeyId, principalId, userName, accountId } = cast.backdoor;
  const holder = backdoorHolder(cast);
  const name = `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/company-trail`;
  const { logging: time } = cast.schedule;
  const calls = [
    attackerCall('logging-stopped', holder, time - random.between(20, 90) * second, {
      source: 'cloudtrail',
      name: 'DescribeTrails',
    }),
    attackerCall('logging-stopped', holder, time, { source: 'cloudtrail', name: 'StopLogging', request: { name } }),
  ];
  const found = time + random.between(10, 25) * minute;
  const finding = {
    id: hex(random, 32),
    step: 'logging-stopped',
    account: cast.lastAccount,
    type: 'Stealth:IAMUser/CloudTrailLoggingDisabled',
    severity: 2,
    title: `AWS CloudTrail trail ${name} was disabled.`,
    description: `AWS CloudTrail trail ${name} was disabled by ${userName} calling StopLogging.`,
    resource: accessKeyResource({ accessKeyId, principalId, userName, userType: 'IAMUser' as const }),
    action: apiCallAction('StopLogging', 'cloudtrail', cast.secondAttacker),
    role: 'TARGET' as const,
    count: 1,
    firstSeen: time,
    lastSeen: time,
    created: found,
    updated: found,
  };
  return { ...noRecords, calls, findings: [finding] };
}
