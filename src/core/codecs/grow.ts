interface Growable<T> {
  readonly length: number;
  set(from: T): void;
}

/** The array itself, or a larger one with its contents, so that `length` elements fit; doubles to stay linear overall. */
export function grow<T extends Growable<T>>(array: T, length: number, make: (length: number) => T): T {
  if (length <= array.length) return array;
  const larger = make(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/** Room to begin the next batch with: the last one's and an eighth, as batches are about as large as each other. */
export const roomFor = (used: number): number => used + (used >> 3);

export const makeBytes = (length: number): Uint8Array => new Uint8Array(length);
export const makeUint32 = (length: number): Uint32Array => new Uint32Array(length);
