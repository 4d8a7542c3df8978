import { randomBytes } from 'node:crypto';
import { Encoder } from '@toondepauw/node-zstd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Damage } from '../decode-error.ts';
import { compressible } from '../testing/arbitrary.ts';
import { concat, inPieces, outcome, utf8 } from '../testing/decoded.ts';
import { fixture } from '../testing/fixture.ts';
import { fuzzParameters } from '../testing/fuzz.ts';
import { lines } from '../testing/lines.ts';
import { unzstd } from './unzstd.ts';
import { xxh64 } from './xxh64.ts';

const encoders = [1, 3, 9, 19].map((level) => new Encoder(level));
const magic = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);
const text = utf8('hello');
/** One raw block of 'hello' that is the frame's last. */
const rawBlock = concat(Uint8Array.of((text.length << 3) | 1, 0, 0), text);

function checksum(bytes: Uint8Array): Uint8Array {
  const hash = xxh64();
  hash.update(bytes);
  return new Uint8Array(Uint32Array.of(hash.low32()).buffer);
}

describe('unzstd', () => {
  it('decodes whatever libzstd encodes, at any level and in any pieces', async () => {
    const input = fc.record({
      bytes: compressible,
      level: fc.nat(encoders.length - 1),
      size: fc.integer({ min: 1, max: 500 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ bytes, level, size }) => {
        const encoded = new Uint8Array(encoders[level].encodeSync(Buffer.from(bytes)));
        const decoded = await outcome(unzstd(inPieces(encoded, size)));
        expect(decoded.error).toBeUndefined();
        expect(Buffer.from(decoded.bytes).equals(bytes)).toBe(true);
      }),
      fuzzParameters(),
    );
  });

  it('keeps its window over many blocks', async () => {
    const noise = new Uint8Array(randomBytes(100_000));
    const long = concat(...Array.from({ length: 60 }, (_, i) => concat(noise, lines(i))));
    for (const encoder of encoders) {
      const { bytes } = await outcome(unzstd(inPieces(new Uint8Array(encoder.encodeSync(Buffer.from(long))))));
      expect(Buffer.from(bytes).equals(long)).toBe(true);
    }
  });

  it('meets any damage with a Damage, in bounded time', async () => {
    const frames = [fixture('lines-20.zst'), fixture('lines-3000-streamed.zst')];
    const damage = fc.record({
      frame: fc.nat(frames.length - 1),
      changes: fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ frame, changes }) => {
        const bytes = frames[frame].slice();
        for (const { at, byte } of changes) bytes[4 + (at % (bytes.length - 4))] = byte;
        const { error } = await outcome(unzstd(inPieces(bytes)));
        if (error !== undefined) expect(error).toBeInstanceOf(Damage);
      }),
      fuzzParameters(),
    );
  });

  it.each([
    ['a checksum', concat(magic, Uint8Array.of(0x24, 5), rawBlock, checksum(text)), undefined],
    ['a wrong checksum', concat(magic, Uint8Array.of(0x24, 5), rawBlock, checksum(utf8('Hello'))), 'DECODE_CORRUPT'],
    ['a checksum cut off', concat(magic, Uint8Array.of(0x24, 5), rawBlock, Uint8Array.of(1)), 'DECODE_TRUNCATED'],
    ['a size that is too small', concat(magic, Uint8Array.of(0x20, 4), rawBlock), 'DECODE_CORRUPT'],
    ['a size that is too large', concat(magic, Uint8Array.of(0x20, 6), rawBlock), 'DECODE_CORRUPT'],
    ['a dictionary', concat(magic, Uint8Array.of(0x21, 7, 5), rawBlock), 'DECODE_UNSUPPORTED'],
    ['a reserved bit', concat(magic, Uint8Array.of(0x28, 5), rawBlock), 'DECODE_UNSUPPORTED'],
    ['a window of 256 MiB', concat(magic, Uint8Array.of(0, 18 << 3), rawBlock), 'DECODE_UNSUPPORTED'],
    ['a block of a reserved type', concat(magic, Uint8Array.of(0x20, 5), Uint8Array.of(7, 0, 0)), 'DECODE_CORRUPT'],
  ])('a frame with %s', async (_, frame, code) => {
    const { error } = await outcome(unzstd(inPieces(frame)));
    expect((error as Damage | undefined)?.code).toBe(code);
  });

  it('passes over skippable frames', async () => {
    const skippable = concat(Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0), utf8('abc'));
    const stored = concat(skippable, magic, Uint8Array.of(0x20, 5), rawBlock, skippable);
    expect(await outcome(unzstd(inPieces(stored, 2)))).toEqual({ bytes: text, error: undefined });
    const cut = await outcome(unzstd(inPieces(stored.subarray(0, -1), 2)));
    expect(cut).toMatchObject({ bytes: text, error: { code: 'DECODE_TRUNCATED' } });
  });

  it('ends when Huffman weights cost no bits', async () => {
    // A compressed block whose weights are coded with a table of a single symbol: it could go on without end.
    const weights = Uint8Array.of(5, 0x10, 0xf8, 0x01, 0x00, 0x04);
    const literals = concat(Uint8Array.of(0x52, 0xc0, 0x01), weights, Uint8Array.of(1));
    const block = concat(literals, Uint8Array.of(0));
    const frame = concat(magic, Uint8Array.of(0, 0x38), Uint8Array.of((block.length << 3) | 5, 0, 0), block);
    expect((await outcome(unzstd(inPieces(frame)))).error).toMatchObject({
      message: expect.stringContaining('too many zstd Huffman weights'),
    });
  });
});
