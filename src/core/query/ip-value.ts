/**
 * An address as 32 lower-case hex digits of its IPv6 form, IPv4 mapped (::ffff:0:0/96), so that equal addresses are
 * equal texts and order is address order. The engines' SQL makes the same text.
 */
export type IpHex = string;

export interface IpRange {
  readonly first: IpHex;
  readonly last: IpHex;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9A-Fa-f]{1,4}$/;
export const mappedPrefix = '00000000000000000000ffff';

/** Dotted IPv4 (no leading zeros, which some read as octal) or IPv6, without zone or port; undefined for anything else. */
export function parseIp(text: string): IpHex | undefined {
  if (!text.includes(':')) {
    const hex = parseV4(text);
    return hex === undefined ? undefined : mappedPrefix + hex;
  }
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (!tail.includes('.')) return parseV6(text);
  const hex = parseV4(tail);
  return hex === undefined ? undefined : parseV6(`${text.slice(0, -tail.length)}${hex.slice(0, 4)}:${hex.slice(4)}`);
}

function parseV4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) < 256)) return undefined;
  return parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('');
}

function parseV6(text: string): IpHex | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...head, ...(tail ?? [])];
  const missing = 8 - groups.length;
  if (!groups.every((part) => group.test(part)) || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const filled = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  return filled.map((part) => part.toLowerCase().padStart(4, '0')).join('');
}

/** `203.0.113.0/24` or `2001:db8::/32` → its first and last address; bits behind the prefix are ignored. A bare address is its own range. */
export function parseCidr(text: string): IpRange | undefined {
  const [, address, length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const ip = address === undefined ? undefined : parseIp(address);
  if (ip === undefined) return undefined;
  const base = address.includes(':') ? 0 : 96;
  const bits = length === undefined ? 128 : base + Number(length);
  if (bits > 128) return undefined;
  const mask = (1n << BigInt(128 - bits)) - 1n;
  const value = BigInt(`0x${ip}`);
  return { first: hex32(value & ~mask), last: hex32(value | mask) };
}

function hex32(value: bigint): IpHex {
  return value.toString(16).padStart(32, '0');
}
