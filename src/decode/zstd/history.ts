import { corrupt } from '../decode-error.ts';
import { maxBlockBytes } from './literals.ts';

/** The decoded bytes that matches may refer to: at least the last `window` of the frame, as far as there are any. */
export interface History {
  bytes: Uint8Array;
  size: number;
  readonly window: number;
}

const firstCapacity = 256 << 10;

export function newHistory(window: number): History {
  return { bytes: new Uint8Array(firstCapacity), size: 0, window };
}

/** Makes room for one more block: grows to what is used, not to what a header claims, then drops what is out of reach. */
export function makeRoom(history: History): void {
  const { bytes, size, window } = history;
  if (size + maxBlockBytes <= bytes.length) return;
  const most = window + Math.max(window >> 1, 8 * maxBlockBytes);
  if (bytes.length < most) {
    history.bytes = new Uint8Array(Math.min(most, bytes.length * 2));
    history.bytes.set(bytes.subarray(0, size));
  } else {
    bytes.copyWithin(0, size - window, size);
    history.size = window;
  }
}

/** Appends `length` bytes from `distance` back; the ranges may overlap, which repeats them. */
export function copyBack(history: History, distance: number, length: number): void {
  const { bytes, size } = history;
  if (distance > size) throw corrupt('A zstd match begins before its window.');
  const from = size - distance;
  if (distance >= length && length > 32) bytes.copyWithin(size, from, from + length);
  else for (let i = 0; i < length; i++) bytes[size + i] = bytes[from + i];
  history.size = size + length;
}

/** Appends bytes `from` to `end` of another array. */
export function append(history: History, source: Uint8Array, { from, end }: { from: number; end: number }): void {
  const { bytes, size } = history;
  if (end - from > 32) bytes.set(source.subarray(from, end), size);
  else for (let i = from; i < end; i++) bytes[size + i - from] = source[i];
  history.size = size + end - from;
}
