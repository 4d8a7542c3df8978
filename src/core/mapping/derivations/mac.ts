import type { Derivation } from './derivation.ts';

const fields = ['source.mac', 'destination.mac', 'client.mac', 'server.mac', 'host.mac', 'observer.mac'];
const arrays = new Set(['host.mac', 'observer.mac']);

/** ECS asks for RFC 7042: upper case, octets joined by hyphens. What is no MAC address stays as it is. */
export const macDerivations: readonly Derivation[] = fields.map((field) => ({
  name: `${field} spelling`,
  from: [field],
  to: [field],
  canonical: true,
  derive(read) {
    const macs = read.all(field);
    const canonical = macs.map(canonicalMac);
    if (canonical.every((mac, at) => mac === macs[at])) return {};
    return { [field]: arrays.has(field) ? canonical : canonical[0] };
  },
}));

function canonicalMac(mac: string): string {
  const digits = mac.replace(/[:.-]/g, '').toUpperCase();
  return /^(?:[0-9A-F]{12}|[0-9A-F]{16})$/.test(digits) ? digits.match(/../g)!.join('-') : mac;
}
