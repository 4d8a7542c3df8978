import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { normalAddress, parseNetwork } from './network.ts';

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
