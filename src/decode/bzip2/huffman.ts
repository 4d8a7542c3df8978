import { corrupt } from '../decode-error.ts';
import { type BitSource, peekBits, skipBits, takeBits } from './bit-source.ts';

export const maxCodeLength = 20;
const quickBits = 10;

/** A canonical code. `quick` answers codes of up to ten bits at once: symbol times 32 plus length, 0 for longer ones. */
export interface HuffmanCode {
  readonly quick: Uint16Array;
  /** By length: the largest code, and what to subtract from a code to get its place in `symbols`. */
  readonly limit: Int32Array;
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
}

/** Lengths are written as steps of one from the length before (bzip2 format, "coding tables"). */
export function readCode(source: BitSource, symbolCount: number): HuffmanCode {
  const lengths = new Uint8Array(symbolCount);
  let length = takeBits(source, 5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > maxCodeLength) throw corrupt('A bzip2 code length is out of range.');
      if (takeBits(source, 1) === 0) break;
      length += takeBits(source, 1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return buildCode(lengths);
}

function buildCode(lengths: Uint8Array): HuffmanCode {
  const code: HuffmanCode = {
    quick: new Uint16Array(1 << quickBits),
    limit: new Int32Array(maxCodeLength + 1).fill(-1),
    base: new Int32Array(maxCodeLength + 1),
    symbols: new Uint16Array(lengths.length),
  };
  let next = 0;
  let placed = 0;
  for (let length = 1; length <= maxCodeLength; length++) {
    code.base[length] = next - placed;
    lengths.forEach((own, symbol) => {
      if (own !== length) return;
      code.symbols[placed++] = symbol;
      if (length <= quickBits) {
        const from = next << (quickBits - length);
        code.quick.fill(symbol * 32 + length, from, from + (1 << (quickBits - length)));
      }
      code.limit[length] = next++;
    });
    if (next > 1 << length) throw corrupt('A bzip2 code has more symbols than fit.');
    next <<= 1;
  }
  return code;
}

export function decodeSymbol(source: BitSource, code: HuffmanCode): number {
  const bits = peekBits(source, maxCodeLength);
  const quick = code.quick[bits >>> (maxCodeLength - quickBits)];
  if (quick !== 0) {
    skipBits(source, quick & 31);
    return quick >>> 5;
  }
  for (let length = quickBits + 1; length <= maxCodeLength; length++) {
    const value = bits >>> (maxCodeLength - length);
    if (value <= code.limit[length]) {
      skipBits(source, length);
      return code.symbols[value - code.base[length]];
    }
  }
  skipBits(source, maxCodeLength);
  throw corrupt('A bzip2 code has no meaning.');
}
