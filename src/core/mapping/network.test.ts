import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { anyNetwork, normalAddress, parseNetwork } from './network.ts';

const address = fc.ipV4();
const digits = fc.string({ unit: fc.constantFrom(...'0123456789.:'), maxLength: 18 });

test('IPv4 is four parts up to 255 without leading zeros, and nothing else', () => {
  const strict = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
  fc.assert(
    fc.property(fc.oneof(address, digits), (text) => {
      if (text.includes(':')) return;
      expect([text, normalAddress(text)]).toEqual([text, strict.test(text) ? text : undefined]);
    }),
  );
});

test.each([
  '0192.0.2.1',
  '192.0.2.01',
  '192.0.2',
  '192.0.2.1.',
  '.192.0.2.1',
  '192..0.2',
  '192.0.2.256',
  '192.0.2.1/32',
  '',
])('%s is no address', (text) => expect(normalAddress(text)).toBeUndefined());

test('networks hold what ipaddr.js says they do, also as IPv4-mapped addresses', () => {
  fc.assert(
    fc.property(address, fc.nat(32), address, fc.boolean(), (base, prefix, other, mapped) => {
      const near = base.replace(/\d+$/, other.replace(/.*\./, ''));
      for (const candidate of [base, other, near]) {
        const expected = ipaddr.IPv4.parse(candidate).match(ipaddr.IPv4.parse(base), prefix);
        const text = mapped ? `::ffff:${candidate}` : candidate;
        expect(parseNetwork(`${base}/${prefix}`)!(text)).toBe(expected);
      }
    }),
  );
});

test('any network holds what one of them does, and those that are none hold nothing', () => {
  const contains = anyNetwork(['10.0.0.0/8', 'x', '198.51.100.7', '2001:db8::/32', 'fd00::/8']);
  const inside = ['10.1.2.3', '198.51.100.7', '::ffff:10.0.0.1', '2001:db8:ffff::1', 'fd12::1%eth0'];
  expect(inside.filter((address) => !contains(address))).toEqual([]);
  const outside = ['11.0.0.0', '9.255.255.255', '198.51.100.6', '2001:db9::', 'fe80::1', '::ffff:192.0.2.1', 'x', ''];
  expect(outside.filter(contains)).toEqual([]);
});
