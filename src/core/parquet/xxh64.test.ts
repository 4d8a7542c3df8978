import { expect, test } from 'vitest';
import { hash, xxh64 } from './xxh64.ts';

const mask = (1n << 64n) - 1n;
const [prime1, prime2, prime3, prime4, prime5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];
const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & mask;
const round = (accumulator: bigint, lane: bigint) =>
  (rotate((accumulator + lane * prime2) & mask, 31n) * prime1) & mask;

/** The specification's steps, one by one, in BigInt. */
function reference(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let value = prime5;
  if (bytes.length >= 32) {
    const lanes = [(prime1 + prime2) & mask, prime2, 0n, -prime1 & mask];
    for (; bytes.length - at >= 32; at += 32) {
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane], view.getBigUint64(at + lane * 8, true));
    }
    const turns = [1n, 7n, 12n, 18n];
    value = lanes.reduce((sum, lane, index) => sum + rotate(lane, turns[index]), 0n) & mask;
    for (const lane of lanes) value = ((value ^ round(0n, lane)) * prime1 + prime4) & mask;
  }
  value = (value + BigInt(bytes.length)) & mask;
  for (; bytes.length - at >= 8; at += 8) {
    value = (rotate(value ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4) & mask;
  }
  if (bytes.length - at >= 4) {
    value = (rotate(value ^ ((BigInt(view.getUint32(at, true)) * prime1) & mask), 23n) * prime2 + prime3) & mask;
    at += 4;
  }
  for (; at < bytes.length; at++) value = (rotate(value ^ ((BigInt(bytes[at]) * prime5) & mask), 11n) * prime1) & mask;
  value = ((value ^ (value >> 33n)) * prime2) & mask;
  value = ((value ^ (value >> 29n)) * prime3) & mask;
  return value ^ (value >> 32n);
}

const hashed = (bytes: Uint8Array) => {
  xxh64(bytes, 0, bytes.length);
  return (BigInt(hash[1]) << 32n) | BigInt(hash[0]);
};

test('known answers of the specification', () => {
  expect(hashed(new Uint8Array())).toBe(0xef46db3751d8e999n);
  expect(hashed(new TextEncoder().encode('a'))).toBe(0xd24ec4f1a98c6e5bn);
  expect(hashed(new TextEncoder().encode('abc'))).toBe(0x44bc2cf5ad770999n);
});

test('every length takes the same steps as the reference', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 167 + length * 31 + 200) & 255);
    expect(hashed(bytes), `length ${length}`).toBe(reference(bytes));
  }
});

test('hashes a part of an array', () => {
  const bytes = new TextEncoder().encode('xxabcxx');
  xxh64(bytes, 2, 5);
  expect((BigInt(hash[1]) << 32n) | BigInt(hash[0])).toBe(0x44bc2cf5ad770999n);
});
