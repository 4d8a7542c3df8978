import ipaddr from 'ipaddr.js';

const sixParts = /^[0-9a-f:.]{2,45}$/i;

/**
 * An address in the one spelling an event holds: IPv4 in four decimal parts, IPv6 as RFC 5952 writes it, an
 * IPv4-mapped one as IPv4, without zone index. Undefined for everything else, octal and short forms included.
 */
export function normalAddress(text: string): string | undefined {
  if (ipv4Number(text) >= 0) return text;
  const zone = text.indexOf('%');
  const bare = zone < 0 ? text : text.slice(0, zone);
  // Two colons at least: `192.0.2.1:443` is what comes here most, and is none.
  if (bare.indexOf(':') === bare.lastIndexOf(':') || !sixParts.test(bare) || !ipaddr.IPv6.isValid(bare))
    return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

/** IPv4 in four decimal parts without leading zeros as a 32-bit number; -1 for everything else. */
export function ipv4Number(text: string): number {
  let number = 0;
  let part = -1;
  let parts = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return -1;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    } else if (digit !== dot - zero || part < 0) return -1;
    else {
      number = number * 256 + part;
      part = -1;
      parts++;
    }
  }
  return parts === 3 && part >= 0 ? number * 256 + part : -1;
}

const zero = 0x30;
const dot = 0x2e;

/** Whether an address lies in the network, or in one of several. */
export type Network = (address: string) => boolean;

/** `10.0.0.0/8`, `2001:db8::/32`; a bare address is a network of one. Undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const range = parseRange(text);
  return range && inRanges([range]);
}

/** Any of the networks, which are written as `parseNetwork` reads them; others hold nothing. An address is read once. */
export function anyNetwork(texts: readonly string[]): Network {
  return inRanges(texts.map(parseRange).filter((range) => range !== undefined));
}

/** Numbers of IPv4 addresses from `first` up to `end`, or what ipaddr.js needs to look for an IPv6 address. */
type Range =
  | { readonly first: number; readonly end: number }
  | { readonly base: ReturnType<typeof ipaddr.IPv6.parse>; readonly prefix: number };

function parseRange(text: string): Range | undefined {
  const [address, length, ...rest] = text.split('/');
  const base = normalAddress(address);
  if (base === undefined || rest.length > 0) return undefined;
  const bits = base.includes(':') ? 128 : 32;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > bits) return undefined;
  if (bits === 128) return { base: ipaddr.IPv6.parse(base), prefix };
  const size = 2 ** (32 - prefix);
  const first = Math.floor(ipv4Number(base) / size) * size;
  return { first, end: first + size };
}

function inRanges(ranges: readonly Range[]): Network {
  const four = ranges.filter((range) => 'first' in range);
  const six = ranges.filter((range) => 'base' in range);
  const hasNumber = (number: number) => four.some(({ first, end }) => number >= first && number < end);
  return (candidate) => {
    const number = ipv4Number(candidate);
    if (number >= 0) return hasNumber(number);
    const normal = normalAddress(candidate);
    if (normal === undefined) return false;
    if (!normal.includes(':')) return hasNumber(ipv4Number(normal));
    const address = ipaddr.IPv6.parse(normal);
    return six.some(({ base, prefix }) => address.match(base, prefix));
  };
}
