import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv4Tree } from './ipv4-tree.ts';

type Node = [number | Node | undefined, number | Node | undefined];

interface Prefix {
  readonly base: number;
  readonly length: number;
}

/** The prefixes as nodes; the leaf of the prefix at index i is data number i. A prefix inside a leaf is left out. */
function buildTree(prefixes: readonly Prefix[]): { root: Node; kept: Prefix[] } {
  const root: Node = [undefined, undefined];
  const kept: Prefix[] = [];
  for (const prefix of prefixes) {
    let node = root;
    for (let depth = 0; depth < prefix.length; depth++) {
      const side = (prefix.base >>> (31 - depth)) & 1;
      const next = node[side];
      if (depth === prefix.length - 1) {
        if (next === undefined) node[side] = kept.push(prefix) - 1;
      } else if (typeof next === 'number') break;
      else {
        node[side] = next ?? [undefined, undefined];
        node = node[side] as Node;
      }
    }
  }
  return { root, kept };
}

function encodeTree(root: Node, recordSize: number, dataRecord: (index: number, nodeCount: number) => number) {
  const nodes: Node[] = [root];
  for (const node of nodes) for (const child of node) if (Array.isArray(child)) nodes.push(child);
  const bytes = new Uint8Array((nodes.length * recordSize) / 4);
  for (const [index, node] of nodes.entries()) {
    const records = node.map((child) => {
      if (child === undefined) return nodes.length;
      return Array.isArray(child) ? nodes.indexOf(child) : dataRecord(child, nodes.length);
    });
    // Both records as one number, high byte first: with 28 bits the halves of the middle byte change places.
    let pair = (BigInt(records[0]) << BigInt(recordSize)) | BigInt(records[1]);
    if (recordSize === 28) {
      const [low, high] = [records[0] & 0xffffff, records[0] >>> 24];
      pair = (BigInt(low) << 32n) | (BigInt(high) << 28n) | BigInt(records[1]);
    }
    const size = recordSize / 4;
    for (let at = 0; at < size; at++) bytes[index * size + at] = Number((pair >> BigInt(8 * (size - 1 - at))) & 255n);
  }
  return { bytes, nodeCount: nodes.length };
}

const address = fc.integer({ min: 0, max: 0xffffffff });

describe.each([24, 28, 32])('a tree with records of %i bits', (recordSize) => {
  test.each([4, 6])('of IPv%i gives the record of the prefix that holds an address', (ipVersion) => {
    const prefixes = fc.array(fc.record({ base: address, length: fc.integer({ min: 1, max: 32 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(prefixes, fc.array(address), (all, others) => {
        let { root, kept } = buildTree(all);
        if (ipVersion === 6) for (let depth = 0; depth < 96; depth++) root = [root, undefined];
        const last = 2 ** recordSize - 1;
        const tree = encodeTree(root, recordSize, (index) => last - index);
        const find = ipv4Tree(tree.bytes, { nodeCount: tree.nodeCount, recordSize, ipVersion });
        const holds = ({ base, length }: Prefix, one: number) => (base ^ one) >>> (32 - length) === 0;
        for (const one of [...others, ...all.map(({ base }) => base), ...all.map(({ base }) => (base ^ 1) >>> 0)]) {
          const index = kept.findIndex((prefix) => holds(prefix, one));
          expect(find(one)).toBe(index < 0 ? 0 : last - index);
        }
      }),
    );
  });
});
