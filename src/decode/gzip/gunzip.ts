import type { ByteStream } from '../byte-stream.ts';
import { corrupt, Damage, truncated } from '../decode-error.ts';
import { peek } from '../peek.ts';
import { gunzipWhole, wholeBytes } from './gunzip-whole.ts';
import { type Inflater, inflater } from './inflater.ts';
import { salvage } from './salvage.ts';

/** Compressed bytes given to zlib at once: they can become 33 MB at most (1032:1), which bounds memory. */
const pieceSize = 32 << 10;

/**
 * Gzip of one or many members, CRC-32 and length checked by zlib; zeros behind the last member are padding. zlib throws
 * away what it decoded in the call that met damage. So that everything before the damage is delivered, the first
 * `salvageBytes` of input are kept and, after an error, decoded once more by `salvage`; in longer input up to 256 KiB of
 * text just before the damage can be lost.
 */
export async function* gunzip(stream: ByteStream, salvageBytes: number): ByteStream {
  const { head, stream: stored } = await peek(stream, wholeBytes + 1);
  const whole = head.length > wholeBytes ? null : gunzipWhole(head);
  if (whole === null) yield* inflate(stored, 'gzip', salvageBytes);
  else if (whole.length > 0) yield whole;
}

/** Bare deflate data, as zip entries hold it. */
export function inflateRaw(stream: ByteStream, salvageBytes: number): ByteStream {
  return inflate(stream, 'raw', salvageBytes);
}

async function* inflate(stream: ByteStream, format: 'gzip' | 'raw', salvageBytes: number): ByteStream {
  const zlib = inflater(format);
  const kept: Uint8Array[] = [];
  let fed = 0;
  let delivered = 0;
  try {
    for await (const piece of pieces(stream)) {
      if (zlib.ended) requirePadding(piece);
      else {
        fed += piece.length;
        if (fed <= salvageBytes) kept.push(piece);
        else kept.length = 0;
        for (const chunk of await zlib.feed(piece)) {
          delivered += chunk.length;
          yield chunk;
        }
        if (zlib.error) break;
        if (zlib.ended) requirePadding(piece.subarray(piece.length - (fed - zlib.consumed)));
      }
    }
    if (!zlib.ended && !zlib.error) yield* await zlib.finish();
    if (!zlib.error) return;
    if (zlib.error.code === 'Z_BUF_ERROR') throw truncated(`the ${format === 'gzip' ? 'gzip' : 'deflate'} data`);
    yield* rescue(kept, format, { delivered, zlib });
  } finally {
    zlib.close();
  }
}

function* rescue(
  kept: Uint8Array[],
  format: 'gzip' | 'raw',
  { delivered, zlib }: { delivered: number; zlib: Inflater },
) {
  if (kept.length === 0) throw corrupt(`The ${format} data is damaged: ${zlib.error?.message}.`);
  const { chunks, damage } = salvage(kept, format, delivered);
  yield* chunks;
  throw damage;
}

async function* pieces(stream: ByteStream): ByteStream {
  for await (const piece of stream) {
    for (let at = 0; at < piece.length; at += pieceSize) yield piece.subarray(at, at + pieceSize);
  }
}

function requirePadding(bytes: Uint8Array): void {
  if (!bytes.every((byte) => byte === 0)) {
    throw new Damage('DECODE_TRAILING', 'Bytes that are no gzip member follow the last one.');
  }
}
