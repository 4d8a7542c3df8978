import ipaddr from 'ipaddr.js';

/**
 * Whether a database may know an address. Documentation and benchmarking networks pass: no real database has them, and a
 * lab's own may. `ip` is as events hold it (dotted IPv4, RFC 5952 IPv6).
 */
export function isLocatable(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  return !unlocatable.has(ipaddr.parse(ip).range());
}

const unlocatable: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'linkLocal',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
  'multicast',
  'broadcast',
]);
