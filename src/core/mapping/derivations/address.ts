import { normalAddress } from '../network.ts';
import type { Derivation } from './derivation.ts';

const prefixes = ['source', 'destination', 'client', 'server', 'host', 'observer'];

/** `x.address` holds what the vendor wrote: an address, an address with a port, or a name. */
export const addressDerivations: readonly Derivation[] = prefixes.map((prefix) => ({
  name: `${prefix}.address`,
  from: [`${prefix}.address`],
  to: [`${prefix}.ip`, `${prefix}.port`, `${prefix}.domain`],
  derive(fields) {
    const text = fields.one(`${prefix}.address`);
    if (text === undefined) return {};
    const { ip, port, domain } = splitAddress(text);
    return { [`${prefix}.ip`]: ip, [`${prefix}.port`]: port, [`${prefix}.domain`]: domain };
  },
}));

/** `192.0.2.7`, `192.0.2.7:443`, `[2001:db8::7]:443`, `example.com`, `example.com:443`; anything else gives nothing. */
export function splitAddress(text: string): { ip?: string; port?: bigint; domain?: string } {
  const bare = normalAddress(text);
  if (bare !== undefined) return { ip: bare };
  const hit = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  if (hit === null) return {};
  const host = hit[1] ?? hit[2];
  const port = hit[3] === undefined ? {} : portOf(hit[3]);
  const ip = normalAddress(host);
  if (ip !== undefined) return { ip, ...port };
  return /^(?=.*[a-z])[\w.-]{1,253}$/i.test(host) ? { domain: host.toLowerCase().replace(/\.$/, ''), ...port } : {};
}

function portOf(digits: string): { port?: bigint } {
  return Number(digits) <= 65535 ? { port: BigInt(digits) } : {};
}
