import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Damage } from '../decode-error.ts';
import { concat, inPieces, outcome, startsWith } from '../testing/decoded.ts';
import { fixture } from '../testing/fixture.ts';
import { fuzzParameters } from '../testing/fuzz.ts';
import { lines } from '../testing/lines.ts';
import { bunzip2 } from './bunzip2.ts';

/** `bzip2 -9` of 100,000 times `a`: the outer run lengths. */
const runs = Buffer.from('QlpoOTFBWSZTWUNR2fUAAMYRAIQAIAAACCAAMMwFKacYQtgQvF3JFOFCQQ1HZ9Q=', 'base64');
/** `bzip2` of nothing. */
const nothing = Buffer.from('QlpoORdyRThQkAAAAAA=', 'base64');

describe('bunzip2', () => {
  it('decodes nothing, runs, and one after the other', async () => {
    const { bytes, error } = await outcome(bunzip2(inPieces(concat(nothing, runs, nothing, runs), 3)));
    expect(error).toBeUndefined();
    expect(Buffer.from(bytes).equals(Buffer.alloc(200_000, 'a'))).toBe(true);
  });

  it('delivers whole blocks before the one that is damaged', async () => {
    const stored = fixture('lines-3000.bz2');
    stored[stored.length - 200] ^= 1;
    const { bytes, error } = await outcome(bunzip2(inPieces(stored, 1000)));
    expect(error).toMatchObject({ code: 'DECODE_CORRUPT' });
    expect(bytes.length).toBeGreaterThan(99_000);
    expect(startsWith(lines(3000), bytes)).toBe(true);
  });

  it('notices a wrong checksum of the whole stream', async () => {
    const stored = fixture('lines-3000.bz2');
    stored[stored.length - 2] ^= 1;
    const { bytes, error } = await outcome(bunzip2(inPieces(stored)));
    expect(error).toMatchObject({ code: 'DECODE_CORRUPT', message: expect.stringContaining('stream checksum') });
    expect(bytes.length).toBe(lines(3000).length);
  });

  it('meets any damage with a Damage, and never delivers what is wrong', async () => {
    const stored = fixture('lines-20.bz2');
    const text = lines(20);
    const changes = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const damaged = stored.slice();
        for (const { at, byte } of all) damaged[4 + (at % (damaged.length - 4))] = byte;
        const { bytes, error } = await outcome(bunzip2(inPieces(damaged)));
        if (error !== undefined) expect(error).toBeInstanceOf(Damage);
        expect(bytes.length === 0 || Buffer.from(bytes).equals(text)).toBe(true);
      }),
      fuzzParameters(),
    );
  });
});
