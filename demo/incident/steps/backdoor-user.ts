import type { Holder } from '../../cloudtrail/explicit-call.ts';
import { userIdentity } from '../../cloudtrail/identity.ts';
import { accessKeyResource, apiCallAction } from '../../guardduty/finding.ts';
import { hex } from '../../random/identifiers.ts';
import type { Random } from '../../random/random.ts';
import { isoSeconds, minute, second } from '../../time/stamp.ts';
import type { Cast } from '../cast.ts';
import { attackerCall, noRecords, type StepRecords } from '../step-records.ts';

const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

function makingCalls(random: Random, cast: Cast, holder: Holder) {
  const { userName, principalId, accessKeyId, accountId } = cast.backdoor;
  let time = cast.schedule.backdoor;
  const next = () => {
    time += random.between(3, 40) * second;
    return time;
  };
  const createDate = isoSeconds(time);
  const user = {
    path: '/',
    userName,
    userId: principalId,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    createDate,
  };
  const step = 'backdoor-user';
  return [
    attackerCall(step, holder, next(), { source: 'iam', name: 'ListUsers' }),
    attackerCall(step, holder, next(), {
      source: 'iam',
      name: 'CreateUser',
      request: { userName },
      response: { user },
    }),
    attackerCall(step, holder, next(), { source: 'iam', name: 'AttachUserPolicy', request: { userName, policyArn } }),
    attackerCall(step, holder, next(), {
      source: 'iam',
      name: 'CreateAccessKey',
      request: { userName },
      response: { accessKey: { userName, accessKeyId, status: 'Active', createDate } },
    }),
  ];
}

/** The attacker with the new user's key, at another address. */
export function backdoorHolder(cast: Cast): Holder {
  return {
    identity: userIdentity(cast.backdoor, cast.backdoor.accessKeyId),
    address: cast.secondAttacker.address,
    agent: cast.attackerAgent,
  };
}

/** A user with full rights is made by the last role of the chain, and its key tried from elsewhere. */
export function makeBackdoor(random: Random, cast: Cast, holder: Holder): StepRecords {
  const calls = makingCalls(random, cast, holder);
  const made = calls[calls.length - 1].time;
  const tried = attackerCall('backdoor-user', backdoorHolder(cast), made + random.between(15, 50) * minute, {
    source: 'sts',
    name: 'GetCallerIdentity',
  });
  const found = made + random.between(14, 30) * minute;
  const { arn } = holder.identity;
  const details = {
    accessKeyId: JSON.parse(holder.identity.json).accessKeyId as string,
    principalId: `${cast.lastRole.roleId}:${arn.slice(arn.lastIndexOf('/') + 1)}`,
    userName: cast.lastRole.roleName,
    userType: 'AssumedRole' as const,
  };
  const finding = {
    id: hex(random, 32),
    step: 'backdoor-user',
    account: cast.lastAccount,
    type: 'Persistence:IAMUser/AnomalousBehavior',
    severity: 5,
    title: `${cast.lastRole.roleName} called CreateAccessKey in an unusual way.`,
    description: `APIs commonly used for persistence were called by ${cast.lastRole.roleName} under unusual circumstances.`,
    resource: accessKeyResource(details),
    action: apiCallAction('CreateAccessKey', 'iam', cast.attacker),
    role: 'TARGET' as const,
    count: 3,
    firstSeen: calls[1].time,
    lastSeen: made,
    created: found,
    updated: found,
  };
  return { ...noRecords, calls: [...calls, tried], findings: [finding] };
}
