import fc from 'fast-check';
import { concat } from './decoded.ts';

/** Bytes with repetitions at many distances, as compressors meet them: noise, runs and copies of what came before. */
export const compressible: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((noise) => ({ noise })),
      fc.record({ byte: fc.nat(255), times: fc.nat(700) }),
      fc.record({ back: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(600) }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => {
    let bytes: Uint8Array = new Uint8Array(0);
    for (const part of parts) {
      if ('noise' in part) bytes = concat(bytes, part.noise);
      else if ('byte' in part) bytes = concat(bytes, new Uint8Array(part.times).fill(part.byte));
      else bytes = concat(bytes, bytes.subarray(Math.floor(bytes.length * part.back)).subarray(0, part.length));
    }
    return bytes;
  });
