import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressible } from '../testing/arbitrary.ts';
import { concat, inPieces, outcome, startsWith } from '../testing/decoded.ts';
import { fuzzParameters } from '../testing/fuzz.ts';
import { lines } from '../testing/lines.ts';
import { gunzip } from './gunzip.ts';
import { inflateMember } from './inflate-member.ts';
import { salvage } from './salvage.ts';

const salvageBytes = 1 << 20;

describe('inflateMember', () => {
  it('inflates whatever zlib deflates, and ends where it does', () => {
    const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE];
    const how = fc.record({ level: fc.nat(9), strategy: fc.constantFrom(...strategies) });
    fc.assert(
      fc.property(compressible, how, (bytes, options) => {
        const deflated = deflateRawSync(bytes, options);
        const chunks: Uint8Array[] = [];
        const end = inflateMember(concat(deflated, Uint8Array.of(1, 2, 3)), 0, (chunk) => chunks.push(chunk.slice()));
        expect(end).toBe(deflated.length);
        expect(Buffer.from(concat(...chunks)).equals(bytes)).toBe(true);
      }),
      fuzzParameters(),
    );
  });

  it('keeps 32 KiB in reach over more than its window', () => {
    const noise = new Uint8Array(randomBytes(32_400));
    const far = concat(...Array.from({ length: 10 }, () => noise));
    const chunks: Uint8Array[] = [];
    inflateMember(deflateRawSync(far, { level: 9 }), 0, (chunk) => chunks.push(chunk.slice()));
    expect(chunks.length).toBeGreaterThan(1);
    expect(Buffer.from(concat(...chunks)).equals(far)).toBe(true);
  });
});

describe('gunzip of damaged data', () => {
  it('delivers everything before the damaged symbol', async () => {
    const text = lines(1000);
    // A stored block of type 3 does not exist: decoding gets exactly so far.
    const whole = deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH });
    const gzip = concat(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), whole, Uint8Array.of(0b111), lines(20));
    for (const size of [1, 1000, gzip.length]) {
      const { bytes, error } = await outcome(gunzip(inPieces(gzip, size), salvageBytes));
      expect(error).toMatchObject({ code: 'DECODE_CORRUPT' });
      expect(Buffer.from(bytes).equals(text)).toBe(true);
    }
  });

  it.each([
    ['checksum', 8, /checksum/],
    ['length', 4, /length/],
  ])('delivers everything when only the %s is wrong', async (_, fromEnd, message) => {
    const gzip = concat(gzipSync(lines(5)), gzipSync(lines(1000)));
    gzip[gzip.length - fromEnd] ^= 1;
    const { bytes, error } = await outcome(gunzip(inPieces(gzip, 500), salvageBytes));
    expect(error).toMatchObject({ code: 'DECODE_CORRUPT', message: expect.stringMatching(message) });
    expect(Buffer.from(bytes).equals(concat(lines(5), lines(1000)))).toBe(true);
  });

  it('delivers a beginning of the text when the input is longer than what is kept', async () => {
    const gzip = gzipSync(lines(3000));
    gzip[gzip.length - 8] ^= 1;
    const { bytes, error } = await outcome(gunzip(inPieces(gzip, 500), 1000));
    expect(error).toMatchObject({ code: 'DECODE_CORRUPT' });
    expect(bytes.length).toBeGreaterThan(0);
    expect(startsWith(lines(3000), bytes)).toBe(true);
  });

  it('goes as far as zlib does, or further, for any damage', async () => {
    const damaged = fc.record({
      bytes: compressible,
      at: fc.nat(),
      bit: fc.nat(7),
      size: fc.integer({ min: 1, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(damaged, async ({ bytes, at, bit, size }) => {
        const gzip = new Uint8Array(gzipSync(bytes));
        gzip[10 + (at % (gzip.length - 10))] ^= 1 << bit;
        const plain = await outcome(gunzip(inPieces(gzip, size), 0));
        const saved = await outcome(gunzip(inPieces(gzip, size), salvageBytes));
        expect(saved.error === undefined).toBe(plain.error === undefined);
        expect(startsWith(saved.bytes, plain.bytes)).toBe(true);
        if (saved.error === undefined) expect(Buffer.from(saved.bytes).equals(bytes)).toBe(true);
      }),
      fuzzParameters(),
    );
  });

  it('reads headers with every optional field', () => {
    const header = Uint8Array.of(0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 0x61, 0, 0x62, 0, 7, 7);
    const gzip = gzipSync('text');
    const { chunks, damage } = salvage(
      [concat(header, gzip.subarray(10, gzip.length - 8), new Uint8Array(8))],
      'gzip',
      1,
    );
    expect(chunks).toEqual([new Uint8Array(Buffer.from('ext'))]);
    expect(damage.message).toMatch(/checksum/);
  });
});
