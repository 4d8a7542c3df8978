import ipaddr from 'ipaddr.js';
import { anyNetwork, ipv4Number } from '../../core/mapping/network.ts';

/**
 * Whether a database may know an address. Documentation and benchmarking networks pass: no real database has them, and a
 * lab's own may. `ip` is as events hold it (dotted IPv4, RFC 5952 IPv6).
 */
export function isLocatable(ip: string): boolean {
  if (isUnlocatable(ip)) return false;
  if (ipv4Number(ip) >= 0) return true;
  if (!ipaddr.isValid(ip)) return false;
  return !unlocatableSix.has(ipaddr.parse(ip).range());
}

/** RFC 6890, and multicast of RFC 5771. */
const isUnlocatable = anyNetwork([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '255.255.255.255',
]);

const unlocatableSix: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'linkLocal',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
  'multicast',
  'broadcast',
]);
