import { describe, expect, test } from 'vitest';
import { createSiteOf, isLoopbackAddress, isLoopbackHost } from './site.ts';

const local = { origin: 'http://127.0.0.1:5780', https: false };

describe('the name a server was reached by', () => {
  test.each<[string | undefined, string | undefined, object | null]>([
    [undefined, '127.0.0.1:5780', local],
    [undefined, 'localhost:5780', { origin: 'http://localhost:5780', https: false }],
    [undefined, '[::1]:5780', { origin: 'http://[::1]:5780', https: false }],
    [undefined, '10.0.0.5:5780', { origin: 'http://10.0.0.5:5780', https: false }],
    [undefined, 'rebound.example.com:5780', null],
    [undefined, '127.0.0.1.example.com', null],
    [undefined, 'localhost.example.com', null],
    [undefined, undefined, null],
    [undefined, '', null],
    [undefined, 'a b', null],
    [undefined, '127.0.0.1:5780@example.com', null],
    [undefined, '127.0.0.1:99999', null],
    ['https://kushi.example.com', 'kushi.example.com', { origin: 'https://kushi.example.com', https: true }],
    ['https://kushi.example.com', 'KUSHI.example.com:443', { origin: 'https://kushi.example.com', https: true }],
    ['https://kushi.example.com', 'kushi.example.com:8443', null],
    ['https://kushi.example.com', '127.0.0.1:5780', local],
    ['https://kushi.example.com', '10.0.0.5:5780', null],
    [
      'http://kushi.example.com:5780',
      'kushi.example.com:5780',
      { origin: 'http://kushi.example.com:5780', https: false },
    ],
  ])('with base_url %s, %s', (baseUrl, host, site) => {
    expect(createSiteOf(baseUrl)(host)).toEqual(site);
  });
});

test.each<[string | undefined, boolean]>([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.1', false],
  ['0.0.0.0', false],
  ['', false],
  [undefined, false],
])('the peer %s is this machine: %s', (address, is) => {
  expect(isLoopbackAddress(address)).toBe(is);
});

test('a name that only begins like loopback is not', () => {
  expect([isLoopbackHost('127.0.0.1:1'), isLoopbackHost('127.0.0.1.nip.example')]).toEqual([true, false]);
});
