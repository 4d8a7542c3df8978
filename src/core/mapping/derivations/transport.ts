import type { Derivation } from './derivation.ts';

/** Source: IANA, Assigned Internet Protocol Numbers; the ones that firewalls and flow logs meet, in lower case. */
const protocols: readonly (readonly [number: string, name: string])[] = [
  ['0', 'hopopt'],
  ['1', 'icmp'],
  ['2', 'igmp'],
  ['3', 'ggp'],
  ['4', 'ipv4'],
  ['6', 'tcp'],
  ['8', 'egp'],
  ['9', 'igp'],
  ['17', 'udp'],
  ['27', 'rdp'],
  ['33', 'dccp'],
  ['41', 'ipv6'],
  ['43', 'ipv6-route'],
  ['44', 'ipv6-frag'],
  ['46', 'rsvp'],
  ['47', 'gre'],
  ['50', 'esp'],
  ['51', 'ah'],
  ['58', 'ipv6-icmp'],
  ['59', 'ipv6-nonxt'],
  ['60', 'ipv6-opts'],
  ['88', 'eigrp'],
  ['89', 'ospf'],
  ['94', 'ipip'],
  ['97', 'etherip'],
  ['103', 'pim'],
  ['108', 'ipcomp'],
  ['112', 'vrrp'],
  ['115', 'l2tp'],
  ['118', 'stp'],
  ['132', 'sctp'],
  ['133', 'fc'],
  ['136', 'udplite'],
  ['137', 'mpls-in-ip'],
];

const nameOf = new Map(protocols);
const numberOf = new Map(protocols.map(([number, name]) => [name, number]));

/** What vendors write for these names. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['tcp6', 'tcp'],
  ['udp6', 'udp'],
  ['icmp6', 'ipv6-icmp'],
  ['icmpv6', 'ipv6-icmp'],
  ['ospfigp', 'ospf'],
]);

/** Number, name or alias in any case → the name in lower case; an unknown name stays. */
function transportName(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (/^\d+$/.test(lower)) return nameOf.get(String(Number(lower)));
  return aliases.get(lower) ?? lower;
}

/** The IANA number of a number, name or alias. */
export function transportNumber(text: string): string | undefined {
  if (/^\d{1,3}$/.test(text)) return String(Number(text));
  return numberOf.get(transportName(text) ?? '');
}

const spelling: Derivation = {
  name: 'network.transport spelling',
  from: ['network.transport'],
  to: ['network.transport'],
  canonical: true,
  derive(fields) {
    const text = fields.one('network.transport');
    const name = text === undefined ? undefined : transportName(text);
    return name === text ? {} : { 'network.transport': name };
  },
};

const fromEachOther: Derivation = {
  name: 'network.transport',
  from: ['network.transport', 'network.iana_number'],
  to: ['network.transport', 'network.iana_number'],
  derive(fields) {
    const transport = fields.one('network.transport');
    const number = fields.one('network.iana_number');
    return {
      'network.transport': number === undefined ? undefined : transportName(number),
      'network.iana_number': transport === undefined ? undefined : transportNumber(transport),
    };
  },
};

export const transportDerivations: readonly Derivation[] = [spelling, fromEachOther];
