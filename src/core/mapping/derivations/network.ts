import type { Derivation, Fields } from './derivation.ts';

export const networkTypeDerivation: Derivation = {
  name: 'network.type',
  from: ['source.ip', 'destination.ip'],
  to: ['network.type'],
  derive(fields) {
    const ip = fields.one('source.ip') ?? fields.one('destination.ip');
    return ip === undefined ? {} : { 'network.type': ip.includes(':') ? 'ipv6' : 'ipv4' };
  },
};

/** Both sides' counters added up. `oneWay` is for logs that count one direction only: its counter is the sum. */
export function networkSumDerivation(counter: 'bytes' | 'packets', oneWay: boolean): Derivation {
  return {
    name: `network.${counter}`,
    from: [`source.${counter}`, `destination.${counter}`],
    to: [`network.${counter}`],
    derive(fields) {
      const sent = fields.one(`source.${counter}`);
      const received = fields.one(`destination.${counter}`);
      if (sent !== undefined && received !== undefined)
        return { [`network.${counter}`]: BigInt(sent) + BigInt(received) };
      const only = oneWay ? (sent ?? received) : undefined;
      return only === undefined ? {} : { [`network.${counter}`]: BigInt(only) };
    },
  };
}

/** Seen from the perimeter, as ECS names it: `inbound` and `outbound` would be a host's own view, which only a log can say. */
export function networkDirectionDerivation(isInternal: (ip: string) => boolean): Derivation {
  const side = (fields: Fields, field: string) => {
    const ip = fields.one(field);
    return ip === undefined ? undefined : isInternal(ip);
  };
  return {
    name: 'network.direction',
    from: ['source.ip', 'destination.ip'],
    to: ['network.direction'],
    derive(fields) {
      const from = side(fields, 'source.ip');
      const to = side(fields, 'destination.ip');
      if (from === undefined || to === undefined) return {};
      if (from) return { 'network.direction': to ? 'internal' : 'egress' };
      return { 'network.direction': to ? 'ingress' : 'external' };
    },
  };
}
