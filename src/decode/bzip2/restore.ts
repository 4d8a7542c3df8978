const pieceSize = 1 << 20;

/**
 * Undoes the Burrows-Wheeler transform and the outer run lengths (four equal bytes are followed by a count of further
 * ones). `transformed` has a byte in each of its first `size` cells and is used as the working space.
 */
export function restored(transformed: Uint32Array, size: number, origin: number): Uint8Array[] {
  link(transformed, size);
  const pieces: Uint8Array[] = [];
  let piece = new Uint8Array(Math.min(pieceSize, Math.max(size, 1)));
  let used = 0;
  const put = (byte: number) => {
    if (used === piece.length) {
      pieces.push(piece);
      piece = new Uint8Array(pieceSize);
      used = 0;
    }
    piece[used++] = byte;
  };
  let cell = size === 0 ? 0 : transformed[origin] >>> 8;
  let previous = -1;
  let equal = 0;
  for (let i = 0; i < size; i++) {
    const byte = transformed[cell] & 0xff;
    cell = transformed[cell] >>> 8;
    if (equal === 4) {
      for (let times = byte; times > 0; times--) put(previous);
      equal = 0;
      previous = -1;
    } else {
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
      put(byte);
    }
  }
  if (used > 0) pieces.push(piece.subarray(0, used));
  return pieces;
}

/** Puts into the upper 24 bits of each cell where the next byte of the text stands. */
function link(transformed: Uint32Array, size: number): void {
  const starts = new Uint32Array(257);
  for (let i = 0; i < size; i++) starts[(transformed[i] & 0xff) + 1]++;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1] += starts[byte];
  for (let i = 0; i < size; i++) transformed[starts[transformed[i] & 0xff]++] |= i << 8;
}
