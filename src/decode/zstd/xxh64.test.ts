import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../testing/decoded.ts';
import { xxh64 } from './xxh64.ts';

function hash(...pieces: readonly Uint8Array[]): number {
  const hashing = xxh64();
  for (const piece of pieces) hashing.update(piece);
  return hashing.low32();
}

/** The specification's algorithm word by word, on BigInt. */
function reference(bytes: Uint8Array): number {
  const mask = 2n ** 64n - 1n;
  const [p1, p2, p3, p4, p5] = [
    0x9e3779b185ebca87n,
    0xc2b2ae3d27d4eb4fn,
    0x165667b19e3779f9n,
    0x85ebca77c2b2ae63n,
    0x27d4eb2f165667c5n,
  ];
  const rotate = (value: bigint, bits: bigint) => ((value << bits) | ((value & mask) >> (64n - bits))) & mask;
  const round = (lane: bigint, value: bigint) => (rotate((lane + value * p2) & mask, 31n) * p1) & mask;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let result = p5;
  if (bytes.length >= 32) {
    let lanes = [(p1 + p2) & mask, p2, 0n, -p1 & mask];
    for (; at + 32 <= bytes.length; at += 32)
      lanes = lanes.map((lane, i) => round(lane, view.getBigUint64(at + i * 8, true)));
    result = lanes.reduce((sum, lane, i) => (sum + rotate(lane, [1n, 7n, 12n, 18n][i])) & mask, 0n);
    for (const lane of lanes) result = ((result ^ round(0n, lane)) * p1 + p4) & mask;
  }
  result = (result + BigInt(bytes.length)) & mask;
  for (; at + 8 <= bytes.length; at += 8) {
    result = (rotate(result ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4) & mask;
  }
  if (at + 4 <= bytes.length) {
    result = (rotate(result ^ ((BigInt(view.getUint32(at, true)) * p1) & mask), 23n) * p2 + p3) & mask;
    at += 4;
  }
  for (; at < bytes.length; at++) result = (rotate(result ^ ((BigInt(bytes[at]) * p5) & mask), 11n) * p1) & mask;
  result = ((result ^ (result >> 33n)) * p2) & mask;
  result = ((result ^ (result >> 29n)) * p3) & mask;
  return Number((result ^ (result >> 32n)) & 0xffffffffn);
}

describe('xxh64', () => {
  it.each([
    ['', 0x51d8e999],
    ['abc', 0xad770999],
  ])('hashes %j as published', (text, expected) => {
    expect(hash(utf8(text))).toBe(expected);
    expect(reference(utf8(text))).toBe(expected);
  });

  it('hashes like the specification, in whatever pieces', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 8 });
    fc.assert(fc.property(pieces, (parts) => hash(...parts) === reference(concat(...parts))));
  });
});
