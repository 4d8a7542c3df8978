import { corrupt } from '../decode-error.ts';

/**
 * Zstd writes entropy streams to be read from the end (RFC 8878, 4.1). A position counts bits from the start of the
 * array; reading moves it down. The array must have four bytes to spare behind the stream.
 */

/** Position of the stream's end: the highest set bit of its last byte is a mark and not part of it. */
export function lastBit(bytes: Uint8Array, end: number): number {
  const last = bytes[end - 1];
  if (last === 0) throw corrupt('A zstd stream has no end mark.');
  return end * 8 - 1 - Math.clz32(last) + 24;
}

/** `count` bits (at most 25) from `position` upwards. */
export function peekBits(bytes: Uint8Array, position: number, count: number): number {
  const at = position >> 3;
  const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  return (word >>> (position & 7)) & ((1 << count) - 1);
}
