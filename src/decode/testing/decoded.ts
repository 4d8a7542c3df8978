import { type ByteStream, joined } from '../byte-stream.ts';

/** `bytes` in pieces of `size`. */
export async function* inPieces(bytes: Uint8Array, size = bytes.length): ByteStream {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything a stream delivers, and what it threw in the end, if anything. */
export async function outcome(stream: ByteStream): Promise<{ bytes: Uint8Array; error: unknown }> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of stream) pieces.push(piece.slice());
    return { bytes: joined(pieces), error: undefined };
  } catch (error) {
    return { bytes: joined(pieces), error };
  }
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const startsWith = (whole: Uint8Array, start: Uint8Array): boolean =>
  Buffer.from(whole.subarray(0, start.length)).equals(start);
