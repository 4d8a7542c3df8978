/** Bzip2's CRC-32: polynomial 0x04c11db7 with the most significant bit first, unlike gzip's. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

export function blockCrc(pieces: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const piece of pieces) {
    for (let i = 0; i < piece.length; i++) crc = (crc << 8) ^ table[((crc >>> 24) ^ piece[i]) & 0xff];
  }
  return ~crc >>> 0;
}
