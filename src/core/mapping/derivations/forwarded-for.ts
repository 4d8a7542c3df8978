import { normalAddress } from '../network.ts';
import { splitAddress } from './address.ts';
import type { Derivation } from './derivation.ts';

/**
 * The client behind trusted proxies. Each proxy appends the peer it saw, so the list is read from its end: the first hop
 * that is no trusted proxy is the client, and what stands before it may be invented. `source.ip` stays the peer.
 */
export function forwardedForDerivation(isTrusted: (ip: string) => boolean): Derivation {
  return {
    name: 'kushi.forwarded_for',
    from: ['kushi.forwarded_for', 'source.ip'],
    needs: 'kushi.forwarded_for',
    to: ['client.ip', 'network.forwarded_ip'],
    derive(fields) {
      const peer = fields.one('source.ip');
      const hops = fields.all('kushi.forwarded_for').map((hop) => splitAddress(hop.trim()).ip);
      if (hops.length === 0 || (peer !== undefined && !isTrusted(peer))) return {};
      const client = hops.findLast((hop) => hop === undefined || !isTrusted(hop)) ?? hops[0];
      const ip = client === undefined ? undefined : normalAddress(client);
      return { 'client.ip': ip, 'network.forwarded_ip': ip };
    },
  };
}
