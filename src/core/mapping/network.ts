import ipaddr from 'ipaddr.js';

const fourParts = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const sixParts = /^[0-9a-f:.]{2,45}$/i;

/**
 * An address in the one spelling an event holds: IPv4 in four decimal parts, IPv6 as RFC 5952 writes it, an
 * IPv4-mapped one as IPv4, without zone index. Undefined for everything else, octal and short forms included.
 */
export function normalAddress(text: string): string | undefined {
  if (fourParts.test(text)) return /(?:^|\.)0\d/.test(text) ? undefined : text;
  const zone = text.indexOf('%');
  const bare = zone < 0 ? text : text.slice(0, zone);
  // Two colons at least: `192.0.2.1:443` is what comes here most, and is none.
  if (bare.indexOf(':') === bare.lastIndexOf(':') || !sixParts.test(bare) || !ipaddr.IPv6.isValid(bare))
    return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

/** Whether an address lies in the network. */
export type Network = (address: string) => boolean;

/** `10.0.0.0/8`, `2001:db8::/32`; a bare address is a network of one. Undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [address, length, ...rest] = text.split('/');
  const base = normalAddress(address);
  if (base === undefined || rest.length > 0) return undefined;
  const bits = base.includes(':') ? 128 : 32;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > bits) return undefined;
  const network = ipaddr.parse(base);
  return (candidate) => {
    const normal = normalAddress(candidate);
    if (normal === undefined) return false;
    const parsed = ipaddr.parse(normal);
    return parsed.kind() === network.kind() && parsed.match(network, prefix);
  };
}
