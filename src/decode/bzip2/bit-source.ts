/** Bits of an array, most significant first, from `position` (in bits) on. */
export interface BitSource {
  readonly bytes: Uint8Array;
  position: number;
}

/** The array ends before the bits do. Whoever reads from a stream gets more bytes and starts the part again. */
export class OutOfBits extends Error {
  override readonly name = 'OutOfBits';
}

/** The next `count` bits, 0 to 25, without taking them; zeros stand for what is beyond the end. */
export function peekBits({ bytes, position }: BitSource, count: number): number {
  const at = position >>> 3;
  const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  return count === 0 ? 0 : (word << (position & 7)) >>> (32 - count);
}

export function takeBits(source: BitSource, count: number): number {
  const value = peekBits(source, count);
  skipBits(source, count);
  return value;
}

export function skipBits(source: BitSource, count: number): void {
  source.position += count;
  if (source.position > source.bytes.length * 8) throw new OutOfBits();
}

/** The next 32 bits, unsigned. */
export function takeWord(source: BitSource): number {
  const high = takeBits(source, 16);
  return high * 0x10000 + takeBits(source, 16);
}
