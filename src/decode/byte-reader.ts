import { type ByteStream, joined } from './byte-stream.ts';

/** A stream read by exact counts of bytes, for formats whose parts say how long they are. */
export interface ByteReader {
  /** The next `size` bytes, or as many as are left when the stream ends earlier. */
  read(size: number): Promise<Uint8Array>;
  /** Passes over `size` bytes without keeping them; returns how many there were. */
  skip(size: number): Promise<number>;
  close(): Promise<void>;
}

export function byteReader(stream: ByteStream): ByteReader {
  const iterator = stream[Symbol.asyncIterator]();
  let piece = new Uint8Array(0) as Uint8Array;
  let at = 0;

  /** Up to `most` bytes of the current piece, after fetching one if need be; null at the end. */
  async function some(most: number): Promise<Uint8Array | null> {
    while (at === piece.length) {
      const { done, value } = await iterator.next();
      if (done) return null;
      piece = value.slice();
      at = 0;
    }
    const part = piece.subarray(at, at + most);
    at += part.length;
    return part;
  }

  async function read(size: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let left = size; left > 0; ) {
      const part = await some(left);
      if (part === null) break;
      parts.push(part);
      left -= part.length;
    }
    return joined(parts);
  }

  async function skip(size: number): Promise<number> {
    let left = size;
    while (left > 0) {
      const part = await some(left);
      if (part === null) break;
      left -= part.length;
    }
    return size - left;
  }

  return {
    read,
    skip,
    async close() {
      await iterator.return?.();
    },
  };
}
