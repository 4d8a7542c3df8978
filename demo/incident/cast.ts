import { type InstanceSession, instanceRole, instanceSession } from '../cloudtrail/actor.ts';
import type { IamUser, Role } from '../cloudtrail/identity.ts';
import { awsUniqueId, hex } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { second } from '../time/stamp.ts';
import type { Account } from '../world/accounts.ts';
import { type Client, createIpv4Client } from '../world/client.ts';
import type { Host } from '../world/hosts.ts';
import { blocksFor } from '../world/networks.ts';
import type { World } from '../world/world.ts';

/** How the attacker makes the server read its own metadata. */
export type ExploitKind = 'numeric-address' | 'redirect';

export interface Schedule {
  readonly probing: number;
  readonly exploit: number;
  readonly credentials: number;
  readonly discovery: number;
  readonly roleChain: number;
  readonly backdoor: number;
  readonly bucket: number;
  readonly logging: number;
}

/** Who and what the incident of a seed is about. */
export interface Cast {
  readonly schedule: Schedule;
  readonly exploit: ExploitKind;
  /** Where the attacker works from, and from where the new user's key is used. */
  readonly attacker: Client;
  readonly secondAttacker: Client;
  readonly attackerAgent: string;
  readonly victim: Host;
  readonly victimRole: Role;
  readonly stolen: InstanceSession;
  /** The role in between and the role at the end of the chain, in two other accounts. */
  readonly middleAccount: Account;
  readonly middleRole: Role;
  readonly lastAccount: Account;
  readonly lastRole: Role;
  readonly backdoor: IamUser & { readonly accessKeyId: string };
  readonly bucket: string;
  readonly objectKeys: readonly string[];
}

/** About nineteen hours from the first probe to the end of the logs. */
function createSchedule(random: Random, end: number): Schedule {
  const minutes = (from: number, to: number) => random.between(from * 60, to * 60) * second;
  const probing = end - minutes(18 * 60, 19 * 60);
  const exploit = probing + minutes(25, 80);
  const credentials = exploit + minutes(6, 30);
  const discovery = credentials + minutes(2, 12);
  const roleChain = discovery + minutes(40, 150);
  const backdoor = roleChain + minutes(20, 90);
  const bucket = backdoor + minutes(90, 240);
  const logging = bucket + minutes(30, 100);
  return { probing, exploit, credentials, discovery, roleChain, backdoor, bucket, logging };
}

function createRole(random: Random, account: Account, names: readonly string[]): Role {
  return { accountId: account.id, roleName: random.pick(names), roleId: awsUniqueId(random, 'AROA') };
}

const agents = [
  'aws-cli/2.15.30 Python/3.11.8 Linux/6.5.0-kali3-amd64 exe/x86_64.kali.2024 prompt/off',
  'Boto3/1.28.57 md/Botocore#1.31.57 ua/2.0 os/linux#5.15.0-91-generic md/arch#x86_64 lang/python#3.10.12 Botocore/1.31.57',
  'aws-cli/1.32.4 Python/3.10.12 Linux/5.15.0-101-generic botocore/1.34.4',
];

const userNames = ['svc-metrics-export', 'backup-sync', 'cdn-purge', 'billing-report-bot', 'ses-relay'];

const exportNames = ['invoices', 'customers', 'consignees', 'payouts', 'claims'];

export function createCast(world: World, random: Random, end: number): Cast {
  const schedule = createSchedule(random, end);
  const victim = random.pick(world.web);
  const [middle, last] = random.shuffle(['tooling', 'staging', 'data'] as const);
  const [middleAccount, lastAccount] = [world.account(middle), world.account(last)];
  const hosting = blocksFor('hosting');
  const userName = random.pick(userNames);
  const topic = random.pick(exportNames);
  return {
    schedule,
    exploit: random.pick(['numeric-address', 'redirect'] as const),
    attacker: createIpv4Client(random, hosting),
    secondAttacker: createIpv4Client(random, random.chance(0.5) ? blocksFor('relay') : hosting),
    attackerAgent: random.pick(agents),
    victim,
    victimRole: instanceRole(world, victim),
    stolen: instanceSession(world, victim, schedule.exploit, '1.0'),
    middleAccount,
    middleRole: createRole(random, middleAccount, ['release-runner', 'artifact-publisher', 'build-access']),
    lastAccount,
    lastRole: createRole(random, lastAccount, ['platform-maintenance', 'report-writer-admin', 'migration-operator']),
    backdoor: {
      accountId: lastAccount.id,
      userName,
      principalId: awsUniqueId(random, 'AIDA'),
      accessKeyId: awsUniqueId(random, 'AKIA'),
    },
    bucket: `example-parcels-${last}-${topic}`,
    objectKeys: Array.from(
      { length: random.between(60, 140) },
      (_, i) => `${topic}/part-${String(i).padStart(4, '0')}-${hex(random, 8)}.csv.gz`,
    ),
  };
}
