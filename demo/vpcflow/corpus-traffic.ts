import { ec2Id } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { type Weighted, weighted } from '../random/weighted.ts';
import { addressIn, blocksFor } from '../world/networks.ts';
import type { World } from '../world/world.ts';

/** What the lines of the measuring corpus are made from: a busy network of some hundred interfaces. */
export interface CorpusTraffic {
  readonly account: string;
  readonly interfaces: readonly { readonly id: string; readonly address: string }[];
  readonly strangers: readonly string[];
  readonly ports: Weighted<number>;
}

export function createCorpusTraffic(world: World, random: Random): CorpusTraffic {
  const blocks = ['customer', 'hosting', 'partner']
    .flatMap((use) => blocksFor(use as 'customer'))
    .filter((block) => !block.network.includes(':'));
  return {
    account: world.account('production').id,
    interfaces: Array.from({ length: 400 }, () => ({
      id: ec2Id(random, 'eni'),
      address: `10.30.${random.int(48)}.${random.between(4, 250)}`,
    })),
    strangers: Array.from({ length: 20_000 }, () => addressIn(random, random.pick(blocks).network)),
    ports: weighted([
      [443, 46],
      [8080, 16],
      [5432, 12],
      [80, 6],
      [53, 6],
      [22, 4],
      [23, 3],
      [3389, 3],
      [6379, 4],
    ]),
  };
}

/** A line of the default format, version 2, in the hour from `start` (milliseconds). */
export function corpusFlowLine(random: Random, traffic: CorpusTraffic, start: number): string {
  const { id, address } = random.pick(traffic.interfaces);
  const other = random.chance(0.45) ? random.pick(traffic.interfaces).address : random.pick(traffic.strangers);
  const port = traffic.ports.draw(random);
  const inward = random.chance(0.5);
  const [client, far] = [random.between(1024, 65535), inward ? `${other} ${address}` : `${address} ${other}`];
  const refused = port === 23 || port === 3389 || random.chance(0.04);
  const packets = refused ? random.between(1, 3) : 1 + Math.floor(random.gap(40));
  const begin = Math.floor(start / 1000) + random.int(3540);
  const ends = inward ? `${client} ${port}` : `${port} ${client}`;
  const bytes = packets * random.between(40, 1400);
  const action = refused ? 'REJECT' : 'ACCEPT';
  return `2 ${traffic.account} ${id} ${far} ${ends} ${port === 53 ? 17 : 6} ${packets} ${bytes} ${begin} ${begin + random.between(1, 60)} ${action} OK`;
}
