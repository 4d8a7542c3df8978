/**
 * Bytes in pieces of any size, in order. The memory of a piece may be used again as soon as the next is asked for: who
 * keeps a piece longer copies it. Ending the iteration early closes what is behind it.
 */
export type ByteStream = AsyncIterable<Uint8Array>;

/** One array of all pieces; a single piece is returned as it is. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
