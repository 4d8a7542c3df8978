import { expect, test } from 'vitest';
import { createBackOff } from './back-off.ts';

const second = 1_000_000_000n;
const start = 1_795_000_000_000_000_000n;

function failing(times: number, name = 'mori', address = '192.0.2.1') {
  const backOff = createBackOff();
  for (let i = 0; i < times; i++) backOff.attempt(name, address, start);
  return backOff;
}

test.each([
  [4, 0],
  [5, 1],
])('after %i failures of a name from an address the next has to wait %i s', (failures, wait) => {
  expect(failing(failures).attempt('mori', '192.0.2.1', start)).toBe(wait);
});

test('waits double, up to a quarter of an hour, and an attempt that comes too early does not make them longer', () => {
  const backOff = failing(5);
  const waits: number[] = [];
  for (let [i, now] = [0, start]; i < 12; i++) {
    const wait = backOff.attempt('mori', '192.0.2.1', now);
    waits.push(wait);
    expect(backOff.attempt('mori', '192.0.2.1', now)).toBe(wait);
    now += BigInt(wait) * second;
    expect(backOff.attempt('mori', '192.0.2.1', now)).toBe(0);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
});

test('whatever fails at one address, another is let through at once', () => {
  const backOff = createBackOff();
  for (let i = 0; i < 500; i++) backOff.attempt('mori', `198.51.100.${i % 100}`, start);
  expect(backOff.attempt('mori', '192.0.2.7', start)).toBe(0);
});

test('an address that tries many names waits, but never longer than half a minute', () => {
  const backOff = createBackOff();
  for (let i = 0; i < 20; i++) expect(backOff.attempt(`user${i}`, '192.0.2.1', start)).toBe(0);
  expect(backOff.attempt('user20', '192.0.2.1', start)).toBe(1);
  let now = start;
  for (let i = 0; i < 20; i++) {
    now += 31n * second;
    expect(backOff.attempt(`another${i}`, '192.0.2.1', now)).toBe(0);
  }
  expect(backOff.attempt('mori', '192.0.2.1', now)).toBe(30);
});

test('who signs in starts anew, but does not clear what they failed with other names', () => {
  const backOff = createBackOff();
  for (let i = 0; i < 18; i++) backOff.attempt(`user${i}`, '192.0.2.1', start);
  for (let i = 0; i < 10; i++) {
    expect(backOff.attempt('own', '192.0.2.1', start)).toBe(0);
    backOff.succeeded('own', '192.0.2.1');
  }
  backOff.attempt('user18', '192.0.2.1', start);
  backOff.attempt('user19', '192.0.2.1', start);
  expect(backOff.attempt('own', '192.0.2.1', start)).toBe(1);
});

test('an attempt that could not be made does not count', () => {
  const backOff = createBackOff();
  for (let i = 0; i < 100; i++) {
    expect(backOff.attempt('mori', '192.0.2.1', start)).toBe(0);
    backOff.notMade('mori', '192.0.2.1');
  }
});

test('failures are forgotten after an hour', () => {
  expect(failing(30).attempt('mori', '192.0.2.1', start + 3601n * second)).toBe(0);
});

test.each([
  ['2001:db8:1:1::1', '2001:db8:1:1:ffff::2', 1],
  ['2001:db8:1:1::1', '2001:db8:1:2::1', 0],
  ['::ffff:192.0.2.1', '192.0.2.1', 1],
  ['not an address', 'not an address', 1],
])('%s and %s share their failures or not', (one, other, wait) => {
  expect(failing(5, 'mori', one).attempt('mori', other, start)).toBe(wait);
});

test('a million names and addresses are not kept', () => {
  const backOff = failing(5);
  for (let i = 0; i < 10_000; i++) backOff.attempt('mori', `2001:db8:${i.toString(16)}::1`, start);
  expect(backOff.attempt('mori', '192.0.2.1', start)).toBe(0);
});

test('an address is known once somebody signed in from it', () => {
  const backOff = failing(1);
  expect(backOff.isKnown('192.0.2.1')).toBe(false);
  backOff.succeeded('mori', '192.0.2.1');
  expect(backOff.isKnown('192.0.2.1')).toBe(true);
});
