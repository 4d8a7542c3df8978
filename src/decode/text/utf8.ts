import type { ByteStream } from '../byte-stream.ts';
import { peek } from '../peek.ts';

/**
 * Text as UTF-8 without a byte order mark. A UTF-8 mark is taken off; UTF-16 (either order) is recognised by its mark and
 * transcoded, a lone surrogate or half a unit at the end becoming U+FFFD. Without a mark nothing is changed. Offsets
 * downstream count the bytes that come out of here, so they are exact for whoever decodes the object again.
 */
export async function* asUtf8(stream: ByteStream): ByteStream {
  const { head, stream: whole } = await peek(stream, 3);
  if (head[0] === 0xff && head[1] === 0xfe) yield* transcoded(whole, 'utf-16le');
  else if (head[0] === 0xfe && head[1] === 0xff) yield* transcoded(whole, 'utf-16be');
  else if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) yield* without(whole, 3);
  else yield* whole;
}

async function* transcoded(stream: ByteStream, encoding: string): ByteStream {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const piece of stream) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield encoder.encode(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}

/** The stream without its first `count` bytes. */
export async function* without(stream: ByteStream, count: number): ByteStream {
  let left = count;
  for await (const piece of stream) {
    if (left >= piece.length) {
      left -= piece.length;
    } else {
      yield left === 0 ? piece : piece.subarray(left);
      left = 0;
    }
  }
}
