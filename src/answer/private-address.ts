import { type IpRange, parseCidr, parseIp } from '../core/query/ip-value.ts';

/** Ranges that the internet does not route: RFC 1918, 6598, 3927, 4193, 4291 and loopback. */
const ranges: readonly IpRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].flatMap((cidr) => parseCidr(cidr) ?? []);

/** Whether an address is one of inside, and what is no address too: nobody can be asked whose it is. */
export function isPrivateAddress(address: string): boolean {
  const hex = parseIp(address);
  return hex === undefined || ranges.some(({ first, last }) => hex >= first && hex <= last);
}
