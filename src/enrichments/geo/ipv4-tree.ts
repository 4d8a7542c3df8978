/** What of a database's metadata says how its tree is read. */
export interface TreeShape {
  readonly nodeCount: number;
  /** Bits of a record, of which a node has two: 24, 28 or 32. */
  readonly recordSize: number;
  /** 4 or 6; a tree of IPv6 has IPv4 below ::/96. */
  readonly ipVersion: number;
}

/** Where a database's data on an IPv4 address is, as a record of its tree; 0 when it knows nothing of the address. */
export type FindRecord = (address: number) => number;

/**
 * Walks the search tree of a MaxMind DB (maxmind.github.io/MaxMind-DB, version 2.0) for addresses that are numbers already.
 * A record below the count of nodes is a node, the count itself is nothing, and one above it a place in the data.
 */
export function ipv4Tree(bytes: Uint8Array, { nodeCount, recordSize, ipVersion }: TreeShape): FindRecord {
  const child = recordReader(bytes, recordSize);
  let root = 0;
  for (let depth = ipVersion === 6 ? 96 : 0; depth > 0 && root < nodeCount; depth--) root = child(root, 0);
  return (address) => {
    let node = root;
    for (let bit = 31; bit >= 0 && node < nodeCount; bit--) node = child(node, (address >>> bit) & 1);
    return node > nodeCount ? node : 0;
  };
}

/** The left (0) or the right (1) record of a node. */
function recordReader(bytes: Uint8Array, recordSize: number): (node: number, side: number) => number {
  const three = (at: number) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  switch (recordSize) {
    case 24:
      return (node, side) => three(node * 6 + side * 3);
    case 28:
      // The middle byte has the high bits of both.
      return (node, side) => {
        const middle = bytes[node * 7 + 3];
        return ((side === 0 ? middle >>> 4 : middle & 15) << 24) | three(node * 7 + side * 4);
      };
    default:
      return (node, side) => ((bytes[node * 8 + side * 4] << 24) | three(node * 8 + side * 4 + 1)) >>> 0;
  }
}
