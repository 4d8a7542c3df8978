import ipaddr from 'ipaddr.js';
import type { Derivation } from './derivation.ts';
import { sha1 } from './sha1.ts';
import { transportNumber } from './transport.ts';

/** Protocols whose ports take part: TCP, UDP, SCTP. */
const withPorts = new Set(['6', '17', '132']);
const icmp = new Set(['1', '58']);

/**
 * Community ID version 1, seed 0 (github.com/corelight/community-id-spec): both directions of a flow have one id, on
 * every product. ICMP needs type and code, which ECS has no fields for, so it gets none.
 */
export const communityIdDerivation: Derivation = {
  name: 'network.community_id',
  from: ['source.ip', 'source.port', 'destination.ip', 'destination.port', 'network.iana_number', 'network.transport'],
  to: ['network.community_id'],
  derive(fields) {
    const transport = fields.one('network.iana_number') ?? fields.one('network.transport');
    const number = transport === undefined ? undefined : transportNumber(transport);
    const [from, to] = [fields.one('source.ip'), fields.one('destination.ip')];
    if (number === undefined || from === undefined || to === undefined || icmp.has(number)) return {};
    const [fromPort, toPort] = [fields.one('source.port'), fields.one('destination.port')];
    if (!withPorts.has(number))
      return { 'network.community_id': communityId(Number(number), { ip: from }, { ip: to }) };
    if (fromPort === undefined || toPort === undefined) return {};
    const source = { ip: from, port: Number(fromPort) };
    return { 'network.community_id': communityId(Number(number), source, { ip: to, port: Number(toPort) }) };
  },
};

interface Endpoint {
  readonly ip: string;
  readonly port?: number;
}

/** Undefined when the ends are of different families. The end with the lower address, then port, comes first. */
export function communityId(protocol: number, a: Endpoint, b: Endpoint): string | undefined {
  const bytesA = ipaddr.parse(a.ip).toByteArray();
  const bytesB = ipaddr.parse(b.ip).toByteArray();
  if (bytesA.length !== bytesB.length) return undefined;
  const order = compareBytes(bytesA, bytesB) || (a.port ?? 0) - (b.port ?? 0);
  const addresses = order <= 0 ? [...bytesA, ...bytesB] : [...bytesB, ...bytesA];
  const ports = order <= 0 ? [a.port, b.port] : [b.port, a.port];
  const portBytes = ports.flatMap((port) => (port === undefined ? [] : [port >> 8, port & 255]));
  return `1:${base64(sha1(Uint8Array.from([0, 0, ...addresses, protocol, 0, ...portBytes])))}`;
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at] - b[at];
  return 0;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let digit = 0; digit < 4; digit++) {
      text += at + digit > bytes.length ? '=' : alphabet[(group >> (18 - 6 * digit)) & 63];
    }
  }
  return text;
}
