import { iamUser } from '../cloudtrail/actor.ts';
import { awsUniqueId, hex } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { minute } from '../time/stamp.ts';
import { type Client, createIpv4Client } from '../world/client.ts';
import { blocksFor } from '../world/networks.ts';
import type { World } from '../world/world.ts';
import { accessKeyResource, apiCallAction, type Finding, instanceResource, remoteDetails } from './finding.ts';

type Told = Pick<Finding, 'account' | 'type' | 'severity' | 'title' | 'description' | 'resource' | 'action' | 'role'>;

function portProbe(world: World, client: Client): Told {
  const host = world.bastion;
  const port = { port: 22, portName: 'SSH' };
  return {
    account: host.account,
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    severity: 2,
    title: `An unprotected port on EC2 instance ${host.instanceId} is being probed.`,
    description: `EC2 instance ${host.instanceId} has an unprotected port which is being probed by a known malicious host.`,
    resource: instanceResource(host),
    action: {
      actionType: 'PORT_PROBE',
      portProbeAction: {
        blocked: false,
        portProbeDetails: [
          {
            localPortDetails: port,
            remoteIpDetails: remoteDetails(client),
            localIpDetails: { ipAddressV4: host.address },
          },
        ],
      },
    },
    role: 'TARGET',
  };
}

function bruteForce(world: World, random: Random, client: Client): Told {
  const host = world.bastion;
  return {
    account: host.account,
    type: 'UnauthorizedAccess:EC2/SSHBruteForce',
    severity: 2,
    title: `${client.address} is performing SSH brute force attacks against ${host.instanceId}.`,
    description: `${client.address} is performing SSH brute force attacks against ${host.instanceId}. Brute force attacks are used to gain unauthorized access to your instance by guessing the SSH password.`,
    resource: instanceResource(host),
    action: {
      actionType: 'NETWORK_CONNECTION',
      networkConnectionAction: {
        connectionDirection: 'INBOUND',
        protocol: 'TCP',
        blocked: false,
        localIpDetails: { ipAddressV4: host.address },
        localPortDetails: { port: 22, portName: 'SSH' },
        remoteIpDetails: remoteDetails(client),
        remotePortDetails: { port: random.between(32768, 60999), portName: 'Unknown' },
      },
    },
    role: 'TARGET',
  };
}

function oddDomain(world: World, random: Random): Told {
  const host = random.pick(world.workers);
  const domain = `${hex(random, 12)}.example.net`;
  return {
    account: host.account,
    type: 'Trojan:EC2/DGADomainRequest.B',
    severity: 8,
    title: `DGA domain name queried by EC2 instance ${host.instanceId}.`,
    description: `EC2 instance ${host.instanceId} is querying algorithmically generated domains. Such domains are commonly used by malware and could be an indication of a compromised EC2 instance.`,
    resource: instanceResource(host),
    action: { actionType: 'DNS_REQUEST', dnsRequestAction: { domain, protocol: 'UDP', blocked: false } },
    role: 'ACTOR',
  };
}

function unusualCall(world: World, random: Random): Told {
  const person = random.pick(world.people.filter(({ team }) => team === 'platform'));
  const account = random.pick(world.accounts);
  const client = createIpv4Client(random, blocksFor('home'));
  const [api, type] = random.pick([
    ['ListBuckets', 'Discovery:S3/AnomalousBehavior'],
    ['DescribeInstances', 'Discovery:IAMUser/AnomalousBehavior'],
    ['ConsoleLogin', 'UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B'],
  ]);
  const { principalId } = iamUser(world, account, person.login);
  const details = {
    accessKeyId: awsUniqueId(random, 'ASIA'),
    principalId,
    userName: person.login,
    userType: 'IAMUser' as const,
  };
  return {
    account,
    type,
    severity: type.startsWith('Unauthorized') ? 5 : 2,
    title: `${person.login} called ${api} in an unusual way.`,
    description: `The API ${api} was called by the user ${person.login} from a network that is not usual for this user.`,
    resource: accessKeyResource(details),
    action: apiCallAction(api, api === 'ListBuckets' ? 's3' : api === 'ConsoleLogin' ? 'signin' : 'ec2', client),
    role: 'TARGET',
  };
}

function draw(world: World, random: Random): Told {
  const noisy = createIpv4Client(random, blocksFor('hosting'));
  const kind = random.int(20);
  if (kind < 9) return portProbe(world, noisy);
  if (kind < 16) return bruteForce(world, random, noisy);
  return kind < 19 ? unusualCall(world, random) : oddDomain(world, random);
}

/** A finding that begins at `time`, and the updates of it: those that go on are reported again, with higher counts. */
export function everydayFinding(world: World, random: Random, time: number): readonly Finding[] {
  const told = draw(world, random);
  const id = hex(random, 32);
  const created = time + random.between(4, 12) * minute;
  let lastSeen = time;
  let count = 1;
  return Array.from({ length: 1 + random.int(3) }, (_, update) => {
    if (update > 0) {
      lastSeen += random.between(30, 360) * minute;
      count += random.between(1, 40);
    }
    return {
      ...told,
      id,
      count,
      firstSeen: time,
      lastSeen,
      created,
      updated: Math.max(created, lastSeen + 6 * minute),
    };
  });
}
