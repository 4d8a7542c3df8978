/**
 * A small MaxMind DB (format 2.0, https://maxmind.github.io/MaxMind-DB/) for tests: an IPv6 tree with 28-bit records, IPv4
 * networks under `::/96`.
 */
export type MmdbValue = string | number | readonly MmdbValue[] | { readonly [name: string]: MmdbValue };

export interface MmdbNetwork {
  /** The network's bits from the top of the IPv6 tree. */
  readonly bits: readonly number[];
  readonly value: MmdbValue;
}

interface Node {
  children: (Node | Buffer | undefined)[];
}

/** `192.0.2.0/24` or, in full groups, `2001:db8:0:0:0:0:0:0/32`. */
export function network(text: string, value: MmdbValue): MmdbNetwork {
  const [address, length] = text.split('/');
  const isIpv6 = address.includes(':');
  const numbers = address.split(isIpv6 ? ':' : '.').map((part) => Number.parseInt(part, isIpv6 ? 16 : 10));
  const width = isIpv6 ? 16 : 8;
  const bits = numbers.flatMap((number) => Array.from({ length: width }, (_, at) => (number >> (width - 1 - at)) & 1));
  const prefix = isIpv6 ? [] : new Array<number>(96).fill(0);
  return { bits: [...prefix, ...bits.slice(0, Number(length))], value };
}

export function writeMmdb(networks: readonly MmdbNetwork[]): Buffer {
  const root: Node = { children: [undefined, undefined] };
  for (const { bits, value } of networks) insert(root, bits, encode(value));
  const nodes = flatten(root);
  const data: Buffer[] = [];
  let dataSize = 0;
  const tree = Buffer.alloc(nodes.length * 7);
  for (const [index, node] of nodes.entries()) {
    const records = node.children.map((child) => {
      if (child === undefined) return nodes.length;
      if (!Buffer.isBuffer(child)) return nodes.indexOf(child);
      data.push(child);
      dataSize += child.length;
      return nodes.length + 16 + dataSize - child.length;
    });
    writeRecords(tree, index * 7, records[0], records[1]);
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'Test',
    description: { en: 'Test' },
    ip_version: 6,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 28,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

function insert(root: Node, bits: readonly number[], leaf: Buffer): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const child = node.children[bit] ?? { children: [undefined, undefined] };
    if (Buffer.isBuffer(child)) return;
    node.children[bit] = child;
    node = child;
  }
  node.children[bits[bits.length - 1]] = leaf;
}

function flatten(root: Node): Node[] {
  const nodes = [root];
  for (const node of nodes) {
    for (const child of node.children) if (child !== undefined && !Buffer.isBuffer(child)) nodes.push(child);
  }
  return nodes;
}

/** Two 28-bit records: three low bytes each, their high halves share the byte between. */
function writeRecords(tree: Buffer, at: number, left: number, right: number): void {
  tree.writeUIntBE(left & 0xffffff, at, 3);
  tree[at + 3] = ((left >>> 24) << 4) | (right >>> 24);
  tree.writeUIntBE(right & 0xffffff, at + 4, 3);
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') return encodeNumber(value);
  if (isList(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([name, item]) => [encode(name), encode(item)]),
  ]);
}

function encodeNumber(value: number): Buffer {
  const isInteger = Number.isInteger(value) && value >= 0;
  const bytes = Buffer.alloc(isInteger ? 4 : 8);
  if (isInteger) bytes.writeUInt32BE(value);
  else bytes.writeDoubleBE(value);
  return Buffer.concat([control(isInteger ? 6 : 3, bytes.length), bytes]);
}

function isList(value: MmdbValue): value is readonly MmdbValue[] {
  return Array.isArray(value);
}

/** Type and size; types above 7 stand in a second byte. Sizes here stay below 285. */
function control(type: number, size: number): Buffer {
  const extended = type > 7;
  const first = ((extended ? 0 : type) << 5) | Math.min(size, 29);
  return Buffer.from([first, ...(extended ? [type - 7] : []), ...(size >= 29 ? [size - 29] : [])]);
}
