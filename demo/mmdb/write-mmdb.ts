import { encodeMmdbValue, type MmdbValue, mmdbMap } from './mmdb-value.ts';
import { buildNetworkTree, parseNetwork, valueAt } from './network-tree.ts';

export interface MmdbEntry {
  /** `198.18.0.0/24`, `2001:db8:1::/48`. */
  readonly network: string;
  readonly value: MmdbValue;
}

export interface MmdbDescription {
  readonly type: string;
  readonly text: string;
  /** Milliseconds since 1970; stored in seconds. */
  readonly built: number;
}

/** Records of 24 bits hold 16 million nodes and bytes, far more than the demo's networks need. */
const recordBits = 24;
const separatorBytes = 16;
const metadataMarker = [0xab, 0xcd, 0xef, ...new TextEncoder().encode('MaxMind.com')];

function encodeValues(entries: readonly MmdbEntry[]): { data: number[]; offsets: number[] } {
  const data: number[] = [];
  const known = new Map<string, number>();
  const offsets = entries.map(({ value }) => {
    const bytes: number[] = [];
    encodeMmdbValue(value, bytes);
    const key = bytes.join();
    const offset = known.get(key) ?? data.length;
    if (offset === data.length) {
      known.set(key, offset);
      data.push(...bytes);
    }
    return offset;
  });
  return { data, offsets };
}

function encodeTree(nodes: readonly (readonly [number, number])[], offsets: readonly number[]): number[] {
  const bytes: number[] = [];
  for (const node of nodes) {
    for (const side of node) {
      const value = valueAt(side);
      const record =
        value !== undefined ? nodes.length + separatorBytes + offsets[value] : side < 0 ? nodes.length : side;
      bytes.push((record >> 16) & 255, (record >> 8) & 255, record & 255);
    }
  }
  return bytes;
}

function encodeMetadata(description: MmdbDescription, nodeCount: number): number[] {
  const bytes: number[] = [];
  const metadata = mmdbMap({
    binary_format_major_version: { uint16: 2 },
    binary_format_minor_version: { uint16: 0 },
    build_epoch: { uint64: BigInt(Math.floor(description.built / 1000)) },
    database_type: description.type,
    description: mmdbMap({ en: description.text }),
    ip_version: { uint16: 6 },
    languages: ['en'],
    node_count: { uint32: nodeCount },
    record_size: { uint16: recordBits },
  });
  encodeMmdbValue(metadata, bytes);
  return bytes;
}

/**
 * A MaxMind DB file (format 2.0, IPv6 tree with IPv4 in ::/96).
 * https://maxmind.github.io/MaxMind-DB/
 */
export function writeMmdb(description: MmdbDescription, entries: readonly MmdbEntry[]): Uint8Array {
  const { data, offsets } = encodeValues(entries);
  const { nodes } = buildNetworkTree(entries.map((entry) => parseNetwork(entry.network)));
  return Uint8Array.from([
    ...encodeTree(nodes, offsets),
    ...new Uint8Array(separatorBytes),
    ...data,
    ...metadataMarker,
    ...encodeMetadata(description, nodes.length),
  ]);
}
