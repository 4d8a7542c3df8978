import { deniedError } from '../../cloudtrail/api-error.ts';
import type { Holder } from '../../cloudtrail/explicit-call.ts';
import { type Role, roleIdentity } from '../../cloudtrail/identity.ts';
import { alphanumericText, awsUniqueId, uuid } from '../../random/identifiers.ts';
import type { Random } from '../../random/random.ts';
import { hour, isoSeconds, minute, second } from '../../time/stamp.ts';
import type { World } from '../../world/world.ts';
import type { Cast } from '../cast.ts';
import { attackerCall, noRecords, type StepCall, type StepRecords } from '../step-records.ts';

const sessionName = 'maintenance';

interface Assumed {
  readonly calls: readonly StepCall[];
  readonly holder: Holder;
}

/** In the role's account the caller is shown as an outside account, without the name of its role. */
function outsiderJson(principalId: string, accountId: string): string {
  return JSON.stringify({ type: 'AWSAccount', principalId, accountId });
}

/** One step of the chain. Both accounts record it, under one shared id. */
function assume(random: Random, from: Holder, principalId: string, role: Role, time: number): Assumed {
  const accessKeyId = awsUniqueId(random, 'ASIA');
  const identity = roleIdentity(role, sessionName, { accessKeyId, session: { created: time, mfa: false } });
  const roleArn = `arn:aws:iam::${role.accountId}:role/${role.roleName}`;
  const shape = {
    source: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    sharedEventId: uuid(random),
    request: { roleArn, roleSessionName: sessionName, durationSeconds: 3600 },
    response: {
      credentials: { accessKeyId, sessionToken: alphanumericText(random, 360), expiration: isoSeconds(time + hour) },
      assumedRoleUser: { assumedRoleId: `${role.roleId}:${sessionName}`, arn: identity.arn },
    },
    resources: JSON.stringify([{ accountId: role.accountId, type: 'AWS::IAM::Role', ARN: roleArn }]),
  };
  const call = attackerCall('role-chain', from, time, shape);
  const theirs = { ...call, account: role.accountId, identity: outsiderJson(principalId, from.identity.accountId) };
  return { calls: [call, theirs], holder: { ...from, identity } };
}

export interface RoleChain {
  readonly records: StepRecords;
  /** The last role's session, which the next steps use. */
  readonly holder: Holder;
}

export function chainRoles(_world: World, random: Random, cast: Cast): RoleChain {
  const start: Holder = { identity: cast.stolen.identity, address: cast.attacker.address, agent: cast.attackerAgent };
  let time = cast.schedule.roleChain;
  const refused = ['admin', 'OrganizationAccountAccessRole'].map((roleName) => {
    time += random.between(8, 60) * second;
    const roleArn = `arn:aws:iam::${cast.middleAccount.id}:role/${roleName}`;
    const error = deniedError('sts.amazonaws.com', 'AssumeRole', start.identity.arn);
    return attackerCall('role-chain', start, time, {
      source: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      request: { roleArn, roleSessionName: sessionName },
      error,
    });
  });
  const principal = `${cast.victimRole.roleId}:${cast.victim.instanceId}`;
  const first = assume(random, start, principal, cast.middleRole, time + random.between(30, 120) * second);
  const second_ = assume(
    random,
    first.holder,
    `${cast.middleRole.roleId}:${sessionName}`,
    cast.lastRole,
    time + random.between(4, 9) * minute,
  );
  return { records: { ...noRecords, calls: [...refused, ...first.calls, ...second_.calls] }, holder: second_.holder };
}
