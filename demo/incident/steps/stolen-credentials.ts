import { deniedError } from '../../cloudtrail/api-error.ts';
import type { Holder } from '../../cloudtrail/explicit-call.ts';
import { accessKeyResource, apiCallAction } from '../../guardduty/finding.ts';
import { hex } from '../../random/identifiers.ts';
import type { Random } from '../../random/random.ts';
import { minute, second } from '../../time/stamp.ts';
import type { World } from '../../world/world.ts';
import type { Cast } from '../cast.ts';
import { attackerCall, noRecords, type StepRecords } from '../step-records.ts';

const holderOf = (cast: Cast): Holder => ({
  identity: cast.stolen.identity,
  address: cast.attacker.address,
  agent: cast.attackerAgent,
});

/** The instance's key shows up at an address outside; GuardDuty notices a while later. */
export function useStolenCredentials(world: World, random: Random, cast: Cast): StepRecords {
  const account = world.account('production');
  const { credentials: time } = cast.schedule;
  const { arn, accountId } = cast.stolen.identity;
  const session = arn.slice(arn.lastIndexOf('/') + 1);
  const calls = [
    attackerCall('stolen-credentials', holderOf(cast), time, {
      source: 'sts',
      name: 'GetCallerIdentity',
    }),
  ];
  const details = {
    accessKeyId: cast.stolen.accessKeyId,
    principalId: `${cast.victimRole.roleId}:${session}`,
    userName: cast.victimRole.roleName,
    userType: 'AssumedRole' as const,
  };
  const found = time + random.between(12, 35) * minute;
  const finding = {
    id: hex(random, 32),
    step: 'stolen-credentials',
    account,
    type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
    severity: 8,
    title: 'Credentials for the EC2 instance role were used from an external IP address.',
    description: `Credentials created exclusively for EC2 instance ${session} in account ${accountId} have been used from the external IP address ${cast.attacker.address}.`,
    resource: accessKeyResource(details),
    action: apiCallAction('GetCallerIdentity', 'sts', cast.attacker),
    role: 'TARGET' as const,
    count: 1,
    firstSeen: time,
    lastSeen: time,
    created: found,
    updated: found,
  };
  return { ...noRecords, calls, findings: [finding] };
}

/** What an attacker asks first: service and API, and whether the instance's role may. */
const questions = [
  ['s3', 'ListBuckets', true],
  ['iam', 'ListRoles', false],
  ['iam', 'ListUsers', false],
  ['iam', 'GetAccountAuthorizationDetails', false],
  ['ec2', 'DescribeInstances', true],
  ['ec2', 'DescribeSecurityGroups', true],
  ['secretsmanager', 'ListSecrets', false],
  ['ssm', 'DescribeParameters', true],
  ['iam', 'ListAttachedRolePolicies', true],
  ['iam', 'GetPolicyVersion', true],
  ['rds', 'DescribeDBInstances', false],
  ['organizations', 'ListAccounts', false],
  ['lambda', 'ListFunctions20150331', false],
] as const;

export function discover(_world: World, random: Random, cast: Cast): StepRecords {
  const holder = holderOf(cast);
  let time = cast.schedule.discovery;
  const calls = random.shuffle(questions).map(([source, name, allowed]) => {
    time += random.gap(25 * second);
    const own = source === 'iam' && allowed ? { roleName: cast.victimRole.roleName } : undefined;
    return attackerCall('discovery', holder, time, {
      source,
      name,
      ...(own && { request: own }),
      ...(!allowed && { error: deniedError(`${source}.amazonaws.com`, name.replace(/\d+$/, ''), holder.identity.arn) }),
    });
  });
  return { ...noRecords, calls };
}
