import type { Random } from '../random/random.ts';
import { type AddressBlock, addressIn } from './networks.ts';

/** A machine on the demo's internet. */
export interface Client {
  readonly address: string;
  readonly block: AddressBlock;
}

/** A client in one of the blocks, IPv6 blocks included. */
export function createClient(random: Random, blocks: readonly AddressBlock[]): Client {
  const block = random.pick(blocks);
  return { address: addressIn(random, block.network), block };
}

/** As {@link createClient}, with addresses of version 4 only: what VPC flow logs and API calls of the demo show. */
export function createIpv4Client(random: Random, blocks: readonly AddressBlock[]): Client {
  return createClient(
    random,
    blocks.filter((block) => !block.network.includes(':')),
  );
}
