import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KushiError } from '../error/error.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { countOnes, decodeHybrid, hybridAt, hybridLength } from './decode-hybrid.ts';
import { encodeHybrid } from './encode-hybrid.ts';

const fuzz = {
  numRuns: 1e6,
  interruptAfterTimeLimit: Number(process.env.FUZZ_SECONDS ?? 2) * 500,
  seed: Number(process.env.FUZZ_SEED ?? 1),
};

function encode(values: Uint32Array, width: number) {
  const out = new ByteBuffer(1);
  encodeHybrid({ values, count: values.length, width }, out);
  return { bytes: out.view(), start: 0, end: out.length, width };
}

/** Runs of equal numbers and stretches of different ones. */
const numbers = fc.integer({ min: 0, max: 32 }).chain((width) => {
  const value = fc.integer({ min: 0, max: 2 ** width - 1 });
  const run = fc.tuple(value, fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 40 })));
  return fc.record({
    width: fc.constant(width),
    values: fc.array(run).map((runs) => Uint32Array.from(runs.flatMap(([of, count]) => Array(count).fill(of)))),
  });
});

test('numbers of every width come back, all or one by one', () => {
  fc.assert(
    fc.property(numbers, ({ width, values }) => {
      const source = encode(values, width);
      const decoded = new Uint32Array(values.length);
      decodeHybrid(source, values.length, decoded);
      expect(decoded).toEqual(values);
      expect(hybridLength(source)).toBeGreaterThanOrEqual(values.length);
      expect(hybridLength(source)).toBeLessThan(values.length + 8);
      values.forEach((value, index) => {
        expect(hybridAt(source, index)).toBe(value);
      });
    }),
    fuzz,
  );
});

test('ones are counted up to any place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 30 }))), fc.nat(200), (runs, place) => {
      const values = Uint32Array.from(runs.flatMap(([of, count]) => Array(count).fill(of)));
      const count = Math.min(place, values.length);
      const ones = values.subarray(0, count).reduce((sum, value) => sum + value, 0);
      expect(countOnes(encode(values, 1), count)).toBe(ones);
    }),
    fuzz,
  );
});

test('the examples of the format', () => {
  // parquet-format, Encodings.md: 0 to 7 at three bits are 10001000 11000110 11111010 in a bit-packed run of one group.
  expect([...encode(Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7), 3).bytes]).toEqual([
    0b11, 0b10001000, 0b11000110, 0b11111010,
  ]);
  expect([...encode(new Uint32Array(100).fill(4), 3).bytes]).toEqual([0xc8, 0x01, 4]);
});

test.each([
  ['nothing', []],
  ['an empty run', [0, 1]],
  ['a packed run cut short', [0b101, 1]],
  ['a run without its value', [2]],
  ['a header without end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
])('%s is STORAGE_CORRUPT', (_, bytes) => {
  const source = { bytes: Uint8Array.from(bytes), start: 0, end: bytes.length, width: 3 };
  expect(() => decodeHybrid(source, 16, new Uint32Array(16))).toThrow(KushiError);
});
