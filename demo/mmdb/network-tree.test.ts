import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { Reader, type Response } from 'maxmind';
import { expect, it } from 'vitest';
import { writeMmdb } from './write-mmdb.ts';

const ipv4 = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map((octets) => octets.join('.'));
const networks = fc.uniqueArray(
  fc
    .tuple(ipv4, fc.integer({ min: 1, max: 32 }))
    .map(([address, length]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`)}/${length}`),
  { maxLength: 30 },
);

/** The answer by definition: the longest network that has the address. */
function longest(cidrs: readonly string[], address: string): string | null {
  const matching = cidrs.filter((cidr) => ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr)));
  return matching.sort((a, b) => Number(b.split('/')[1]) - Number(a.split('/')[1]))[0] ?? null;
}

it('finds the longest network for any address', () => {
  fc.assert(
    fc.property(networks, fc.array(ipv4, { minLength: 1, maxLength: 20 }), (cidrs, addresses) => {
      const ordered = [...cidrs].sort((a, b) => Number(a.split('/')[1]) - Number(b.split('/')[1]));
      const file = writeMmdb(
        { type: 'Test', text: 'test', built: 0 },
        ordered.map((network) => ({ network, value: network })),
      );
      const reader = new Reader<Response>(Buffer.from(file));
      for (const address of [...addresses, ...cidrs.map((cidr) => cidr.split('/')[0])]) {
        expect(reader.get(address)).toEqual(longest(cidrs, address));
      }
    }),
    { numRuns: 60 },
  );
});

it('keeps long texts whole', () => {
  for (const length of [28, 29, 284, 285, 3000]) {
    const value = 'é'.repeat(length);
    const reader = new Reader<Response>(
      Buffer.from(writeMmdb({ type: 'Test', text: 'test', built: 0 }, [{ network: '192.0.2.0/24', value }])),
    );
    expect(reader.get('192.0.2.1')).toBe(value);
  }
});
