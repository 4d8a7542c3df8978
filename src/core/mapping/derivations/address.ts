import { normalAddress } from '../network.ts';
import type { Derivation } from './derivation.ts';

/** An end of a connection has a port; of a machine only the address and the name count. */
const ends = ['source', 'destination', 'client', 'server'].map((prefix) => ({
  address: `${prefix}.address`,
  ip: `${prefix}.ip`,
  port: `${prefix}.port`,
  name: `${prefix}.domain`,
}));
const machines = [
  { address: 'host.address', ip: 'host.ip', port: undefined, name: 'host.name' },
  { address: 'observer.address', ip: 'observer.ip', port: undefined, name: 'observer.hostname' },
];

/** `x.address` holds what the vendor wrote: an address, an address with a port, or a name. */
export const addressDerivations: readonly Derivation[] = [...ends, ...machines].map(({ address, ip, port, name }) => ({
  name: address,
  from: [address],
  to: [ip, name, ...(port === undefined ? [] : [port])],
  derive(fields) {
    const text = fields.one(address);
    if (text === undefined) return {};
    const bare = normalAddress(text);
    if (bare !== undefined) return { [ip]: bare };
    const parts = splitAddress(text);
    return { [ip]: parts.ip, [name]: parts.domain, ...(port === undefined ? {} : { [port]: parts.port }) };
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
