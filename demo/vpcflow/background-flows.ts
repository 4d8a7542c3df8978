import type { Random } from '../random/random.ts';
import { weighted } from '../random/weighted.ts';
import { customerRhythm, officeRhythm } from '../rhythm/rhythm.ts';
import { hour } from '../time/stamp.ts';
import { createIpv4Client } from '../world/client.ts';
import type { Host } from '../world/hosts.ts';
import { blocksFor } from '../world/networks.ts';
import { officeAddress } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { answerOf, type Flow } from './flow.ts';

const noisePorts = weighted([
  [22, 18],
  [23, 16],
  [3389, 9],
  [445, 8],
  [8080, 7],
  [6379, 5],
  [5900, 4],
  [1433, 4],
  [3306, 4],
  [8443, 4],
  [2375, 2],
  [9200, 3],
  [5060, 3],
  [11211, 1],
  [27017, 2],
  [21, 3],
  [25, 3],
  [5432, 2],
]);

const tcp = 6;
const ephemeral = (random: Random) => random.between(32768, 60999);

/** A knock on a closed port of something that has a public address. */
function knock(world: World, random: Random, time: number): Flow[] {
  const hosts = [...world.publicBalancer.nodes, ...world.partnerBalancer.nodes, world.bastion];
  const host = random.pick(hosts);
  return [
    {
      time,
      seconds: random.between(1, 50),
      host,
      direction: 'ingress',
      source: createIpv4Client(random, blocksFor('hosting')).address,
      sourcePort: ephemeral(random),
      destination: host.address,
      destinationPort: noisePorts.draw(random),
      protocol: tcp,
      packets: random.between(1, 3),
      bytes: random.pick([40, 44, 60, 120]),
      action: 'REJECT',
      flags: 2,
    },
  ];
}

function exchange(flow: Omit<Flow, 'protocol' | 'action' | 'flags' | 'packets'>, bytesBack: number): Flow[] {
  const packets = 4 + Math.ceil(flow.bytes / 1400);
  const there: Flow = { ...flow, protocol: tcp, action: 'ACCEPT', flags: 3, packets, bytes: flow.bytes + packets * 52 };
  const packetsBack = 4 + Math.ceil(bytesBack / 1400);
  return [there, answerOf(there, packetsBack, bytesBack + packetsBack * 52)];
}

/** Instances ask the database. */
function query(world: World, random: Random, time: number): Flow[] {
  const host = world.databases[0];
  const from = random.pick([...world.web, ...world.workers]);
  const ends = {
    source: from.address,
    sourcePort: ephemeral(random),
    destination: host.address,
    destinationPort: 5432,
  };
  return exchange(
    { time, seconds: 600, host, direction: 'ingress', ...ends, bytes: random.between(20_000, 400_000) },
    random.between(100_000, 6_000_000),
  );
}

/** Workers read and write objects through the gateway endpoint. */
function store(world: World, random: Random, time: number): Flow[] {
  const host = random.pick([...world.workers, ...world.web]);
  const ends = {
    source: host.address,
    sourcePort: ephemeral(random),
    destination: `203.0.113.${random.between(100, 107)}`,
    destinationPort: 443,
  };
  return exchange(
    {
      time,
      seconds: random.between(2, 300),
      host,
      direction: 'egress',
      ...ends,
      bytes: random.between(4_000, 900_000),
      service: 'S3',
    },
    random.between(3_000, 600_000),
  );
}

/** Instances call AWS and other services by the NAT gateway. */
function callOut(world: World, random: Random, time: number): Flow[] {
  const host = random.pick([...world.workers, ...world.web]);
  const ends = {
    source: host.address,
    sourcePort: ephemeral(random),
    destination: `203.0.113.${random.between(108, 125)}`,
    destinationPort: 443,
  };
  return exchange(
    { time, seconds: random.between(1, 120), host, direction: 'egress', ...ends, bytes: random.between(900, 30_000) },
    random.between(2_000, 90_000),
  );
}

/** Engineers on the bastion of the tooling account. */
function logIn(world: World, random: Random, time: number): Flow[] {
  const person = random.pick(world.people.filter(({ team }) => team === 'platform' || team === 'backend'));
  const source = random.chance(person.officeShare) ? officeAddress : person.homeAddress;
  const ends = { source, sourcePort: ephemeral(random), destination: world.bastion.address, destinationPort: 22 };
  return exchange(
    {
      time,
      seconds: random.between(30, 600),
      host: world.bastion,
      direction: 'ingress',
      ...ends,
      bytes: random.between(3_000, 80_000),
    },
    random.between(5_000, 400_000),
  );
}

/** Rates an hour at scale 1. */
const kinds = [
  { perHour: 22, rhythm: () => 1, flows: knock },
  { perHour: 2.5, rhythm: customerRhythm, flows: query },
  { perHour: 1.6, rhythm: customerRhythm, flows: store },
  { perHour: 1.2, rhythm: () => 1, flows: callOut },
  { perHour: 0.6, rhythm: officeRhythm, flows: logIn },
];

export function backgroundFlows(world: World, random: Random, start: number, scale: number): Flow[] {
  return kinds.flatMap(({ perHour, rhythm, flows }) =>
    Array.from({ length: random.count(perHour * scale * rhythm(start)) }, () =>
      flows(world, random, start + random.next() * hour),
    ).flat(),
  );
}

/** The standby database is asked nothing and says so once an hour. */
export const idleHost = (world: World): Host => world.databases[1];
