import ipaddr from 'ipaddr.js';
import { anyNetwork, type Network, normalAddress, parseNetwork } from '../../core/mapping/network.ts';

/** Which addresses that are not public a destination may be at. */
export interface AllowList {
  readonly networks: Network;
  /** Host names in lower case. */
  readonly hosts: ReadonlySet<string>;
}

/** Entries of `allow_private`: an address, a range such as `10.0.0.0/8`, or a host name. */
export function parseAllowList(entries: readonly string[]): AllowList {
  return {
    networks: anyNetwork(entries),
    hosts: new Set(entries.filter((entry) => parseNetwork(entry) === undefined).map(plainHost)),
  };
}

/** What an allowed host name may resolve to besides public addresses. Cloud metadata (169.254.169.254) is not among it. */
const allowedByName: ReadonlySet<string> = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

/**
 * Why a connection to `address`, which `host` resolved to, must not be made; null when it may. Only public unicast is
 * allowed by itself. An IPv4-mapped address is judged as the IPv4 address it reaches; other ways of writing one IPv4
 * address into an IPv6 one (NAT64, 6to4, Teredo) are refused.
 */
export function addressRefusal(host: string, address: string, allowed: AllowList): string | null {
  const normal = normalAddress(address);
  if (normal === undefined) return 'not an address';
  if (allowed.networks(normal)) return null;
  const kind = kindOf(normal);
  if (kind === 'unicast') return null;
  return allowed.hosts.has(plainHost(host)) && allowedByName.has(kind) ? null : kind;
}

const globalUnicast = ipaddr.IPv6.parse('2000::');

/** The special range that holds the address, in ipaddr.js's words; `unicast` when it is public. */
function kindOf(address: string): string {
  const parsed = ipaddr.parse(address);
  const kind: string = parsed.range();
  if (kind !== 'unicast' || parsed.kind() === 'ipv4') return kind;
  return parsed.match(globalUnicast, 3) ? kind : 'reserved';
}

/** `Hooks.Example.com.` and `hooks.example.com` are one host. */
function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
