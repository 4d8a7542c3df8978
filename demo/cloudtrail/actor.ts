import { awsUniqueId, ec2Id } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { weighted } from '../random/weighted.ts';
import { hour } from '../time/stamp.ts';
import type { Account, AccountPurpose } from '../world/accounts.ts';
import type { Host } from '../world/hosts.ts';
import { officeAddress, type Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { type IamUser, type Identity, type Role, roleIdentity, userIdentity } from './identity.ts';
import { cliAgent, inventoryAgent, terraformAgent, workloadAgent } from './user-agent.ts';

export type ActorKind = 'terraform' | 'inventory' | 'console' | 'cli' | 'instance';

/** Who makes a run of calls, and from where. */
export interface Actor {
  readonly kind: ActorKind;
  readonly account: Account;
  readonly identity: Identity;
  /** The IAM user, for calls a service makes in its name; null for an instance. */
  readonly user: IamUser | null;
  readonly address: string;
  /** Address inside the VPC, for calls through an endpoint of it; null for callers elsewhere. */
  readonly insideAddress: string | null;
  /** Keys and session that services use which call in the user's name during the run. */
  readonly forwarded: { readonly accessKeyIds: readonly string[]; readonly created: number };
  agent(source: string): string;
}

const purposes = weighted<AccountPurpose>([
  ['production', 60],
  ['staging', 16],
  ['tooling', 10],
  ['data', 8],
  ['management', 3],
  ['security', 3],
]);

/** An IAM user exists per account; ids and keys follow from the name, so they stay over the period. */
export function iamUser(world: World, account: Account, userName: string): IamUser & { accessKeyId: string } {
  const own = world.fixed.fork(`user ${account.id} ${userName}`);
  return {
    accountId: account.id,
    userName,
    principalId: awsUniqueId(own, 'AIDA'),
    accessKeyId: awsUniqueId(own, 'AKIA'),
  };
}

/** The role of an instance. Names are the same in every seed, ids are not. */
export function instanceRole(world: World, host: Host): Role {
  const roleName = `parcels-${host.account.purpose}-${host.name.replace(/-\d+$/, '')}-instance-role`;
  const roleId = awsUniqueId(world.fixed.fork(`role ${host.account.id} ${roleName}`), 'AROA');
  return { accountId: host.account.id, roleName, roleId };
}

export interface InstanceSession {
  readonly accessKeyId: string;
  readonly created: number;
  readonly identity: Identity;
}

/** Instances and tasks get new credentials of their role every six hours. */
const credentialLife = 6 * hour;

/** The session of an instance's role at a time. `delivery` is the metadata service's version. */
export function instanceSession(world: World, host: Host, time: number, delivery: '1.0' | '2.0'): InstanceSession {
  const slot = Math.floor(time / credentialLife);
  const own = world.fixed.fork(`session ${host.instanceId} ${slot}`);
  const session = { created: slot * credentialLife, mfa: false };
  const accessKeyId = awsUniqueId(own, 'ASIA');
  const identity = roleIdentity(instanceRole(world, host), host.instanceId, {
    accessKeyId,
    session,
    ec2Delivery: delivery,
  });
  return { accessKeyId, created: session.created, identity };
}

interface Making {
  readonly world: World;
  /** Of this run of calls. */
  readonly random: Random;
  readonly start: number;
  /** The only account to work in; any when absent. */
  readonly only?: AccountPurpose;
}

const forwardedSession = (random: Random, created: number): Actor['forwarded'] => ({
  accessKeyIds: [awsUniqueId(random, 'ASIA'), awsUniqueId(random, 'ASIA')],
  created,
});

function createTool({ world, random, start, only }: Making, kind: 'terraform' | 'inventory'): Actor {
  const account = world.account(only ?? purposes.draw(random));
  const { accessKeyId, ...user } = iamUser(world, account, kind === 'terraform' ? 'ci-infra' : 'inventory');
  const release = random.int(4);
  const agent = kind === 'terraform' ? terraformAgent : inventoryAgent;
  const outside = kind === 'terraform' ? `203.0.113.${131 + random.int(2)}` : world.account('tooling').natAddress;
  return {
    kind,
    account,
    user,
    identity: userIdentity(user, accessKeyId),
    forwarded: forwardedSession(random, start),
    insideAddress: kind === 'inventory' ? `10.${account.vpcOctet}.32.20` : null,
    address: outside,
    agent: (source) => agent(source, release),
  };
}

const addressOf = (random: Random, person: Person) =>
  random.chance(person.officeShare) ? officeAddress : person.homeAddress;

/** People sign in anew twice a day. */
function personSession(world: World, name: string, time: number) {
  const period = 12 * hour;
  const slot = Math.floor(time / period);
  const own = world.fixed.fork(`session ${name} ${slot}`);
  const [accessKeyId, forwardedKeyId] = [awsUniqueId(own, 'ASIA'), awsUniqueId(own, 'ASIA')];
  return { accessKeyId, forwardedKeyId, created: slot * period, mfa: true };
}

function createPerson({ world, random, start, only }: Making, kind: 'console' | 'cli'): Actor {
  const people = world.people.filter(({ team }) => team === 'platform' || team === 'data');
  const person = people[Math.floor(random.next() ** 2 * people.length)];
  const account = world.account(only ?? purposes.draw(random));
  const user = iamUser(world, account, person.login);
  const session = personSession(world, `${person.login} ${account.id} ${kind}`, start);
  const release = person.login.length;
  return {
    kind,
    account,
    user,
    identity: userIdentity(user, session.accessKeyId, { session }),
    forwarded: { accessKeyIds: [session.forwardedKeyId], created: session.created },
    address: addressOf(random, person),
    insideAddress: null,
    agent: (source) => (kind === 'console' ? person.browser : cliAgent(source, release)),
  };
}

function createInstance({ world, random, start }: Making): Actor {
  const host = random.pick([...world.web, ...world.workers]);
  const { identity, accessKeyId, created } = instanceSession(world, host, start, '2.0');
  return {
    kind: 'instance',
    account: host.account,
    user: null,
    identity,
    forwarded: { accessKeyIds: [accessKeyId], created },
    insideAddress: host.address,
    address: host.account.natAddress,
    agent: (source) => workloadAgent(source, 2),
  };
}

/** A program of a container or function: a role like an instance's, without the mark of the metadata service. */
function createTask({ world, random, start, only }: Making): Actor {
  const account = world.account(only ?? random.pick(['production', 'production', 'staging'] as const));
  const own = world.fixed.fork(`task ${account.id}`);
  const role = {
    accountId: account.id,
    roleName: `parcels-${account.purpose}-${own.pick(['shipments', 'labels'])}-task-execution-role`,
    roleId: awsUniqueId(own, 'AROA'),
  };
  const session = { created: Math.floor(start / credentialLife) * credentialLife, mfa: false };
  const accessKeyId = awsUniqueId(own.fork(`key ${session.created}`), 'ASIA');
  const sessionName = ec2Id(own, 'task').slice(5);
  return {
    kind: 'instance',
    account,
    user: null,
    identity: roleIdentity(role, sessionName, { accessKeyId, session }),
    forwarded: { accessKeyIds: [accessKeyId], created: session.created },
    insideAddress: null,
    address: account.natAddress,
    agent: (source) => workloadAgent(source, 4),
  };
}

export function createActor(making: Making, kind: ActorKind): Actor {
  if (kind === 'terraform' || kind === 'inventory') return createTool(making, kind);
  if (kind === 'console' || kind === 'cli') return createPerson(making, kind);
  return making.random.chance(0.27) ? createInstance(making) : createTask(making);
}
