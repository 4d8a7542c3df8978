import type { Derivation } from './derivation.ts';

/** Of the source, and of the destination where there is no source: both ends of a connection speak one protocol. */
export const networkTypeDerivations: readonly Derivation[] = ['source.ip', 'destination.ip'].map((field) => ({
  name: `network.type of ${field}`,
  from: [field],
  to: ['network.type'],
  derive(fields) {
    const ip = fields.one(field);
    return ip === undefined ? {} : { 'network.type': ip.includes(':') ? 'ipv6' : 'ipv4' };
  },
}));

/** Both sides' counters added up. In a log that counts one direction only, its counter is the sum. */
export const networkSumDerivations: readonly Derivation[] = ['bytes', 'packets'].flatMap((counter) => {
  const sum = `network.${counter}`;
  const sides = [`source.${counter}`, `destination.${counter}`];
  const ofBoth: Derivation = {
    name: sum,
    from: sides,
    to: [sum],
    arithmetic: 'sum',
    derive(fields) {
      const [sent, received] = sides.map(fields.one);
      return sent === undefined || received === undefined ? {} : { [sum]: BigInt(sent) + BigInt(received) };
    },
  };
  const ofOne = (side: string, other: string): Derivation => ({
    name: `${sum} of ${side}`,
    from: [side],
    unless: other,
    to: [sum],
    copies: true,
    derive(fields) {
      const only = fields.one(side);
      return only === undefined ? {} : { [sum]: BigInt(only) };
    },
  });
  return [ofBoth, ofOne(sides[0], sides[1]), ofOne(sides[1], sides[0])];
});

/** Seen from the perimeter, as ECS names it: `inbound` and `outbound` would be a host's own view, which only a log can say. */
export function networkDirectionDerivation(isInternal: (ip: string) => boolean): Derivation {
  return {
    name: 'network.direction',
    from: ['source.ip', 'destination.ip'],
    to: ['network.direction'],
    narrow: (ip) => (isInternal(ip) ? 'internal' : 'external'),
    derive(fields) {
      const from = fields.one('source.ip');
      const to = fields.one('destination.ip');
      if (from === undefined || to === undefined) return {};
      if (from === to) return { 'network.direction': from };
      return { 'network.direction': to === 'internal' ? 'ingress' : 'egress' };
    },
  };
}
