import { type ByteStream, joined } from './byte-stream.ts';

/** The first `size` bytes (fewer when the stream is shorter) and a stream that still begins with them. */
export async function peek(stream: ByteStream, size: number): Promise<{ head: Uint8Array; stream: ByteStream }> {
  const iterator = stream[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    // The last piece may stay where it is for as long as nothing more is asked for.
    if (pieces.length > 0) pieces.push(pieces.pop()!.slice());
    const { done, value } = await iterator.next();
    if (done) break;
    pieces.push(value);
    length += value.length;
  }
  return { head: joined(pieces).subarray(0, size), stream: replay(pieces, iterator) };
}

async function* replay(pieces: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>): ByteStream {
  try {
    yield* pieces;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
