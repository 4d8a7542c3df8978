/** A network as 128 bits and a prefix length; IPv4 lies in ::/96, as the MaxMind DB format has it. */
export interface Network {
  readonly bits: bigint;
  readonly length: number;
}

function parseIpv6(text: string): bigint {
  const [head, tail] = text.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((bits, group) => (bits << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}

/** `198.18.0.0/15` or `2001:db8::/32` → network. */
export function parseNetwork(cidr: string): Network {
  const [address, length] = cidr.split('/');
  if (address.includes(':')) return { bits: parseIpv6(address), length: Number(length) };
  const bits = address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  return { bits, length: 96 + Number(length) };
}

/** Binary search tree over address bits. A side holds a node (≥ 0), nothing (-1) or a value (-2 - value index). */
export interface NetworkTree {
  readonly nodes: [number, number][];
}

const nothing = -1;
export const valueAt = (side: number): number | undefined => (side <= -2 ? -2 - side : undefined);

/** Later networks win inside earlier, larger ones. */
export function buildNetworkTree(networks: readonly Network[]): NetworkTree {
  const nodes: [number, number][] = [[nothing, nothing]];
  networks.forEach((network, value) => {
    let node = 0;
    for (let depth = 0; depth < network.length; depth++) {
      const bit = Number((network.bits >> BigInt(127 - depth)) & 1n);
      if (depth === network.length - 1) {
        nodes[node][bit] = -2 - value;
        break;
      }
      const below = nodes[node][bit];
      if (below < 0) nodes[node][bit] = nodes.push([below, below]) - 1;
      node = nodes[node][bit];
    }
  });
  return { nodes };
}
