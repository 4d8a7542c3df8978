import type { ByteStream } from '../byte-stream.ts';
import { corrupt, Damage, truncated } from '../decode-error.ts';
import { type Inflater, inflater } from './inflater.ts';
import { salvage } from './salvage.ts';

/**
 * Gzip of one or many members, CRC-32 and length checked by zlib; zeros behind the last member are padding. zlib throws
 * away what it decoded in the call that met damage. So that everything before the damage is delivered, the first
 * `salvageBytes` of input are kept and, after an error, decoded once more by `salvage`; in longer input up to 256 KiB of
 * text just before the damage can be lost.
 */
export function gunzip(stream: ByteStream, salvageBytes: number): ByteStream {
  return inflate(stream, 'gzip', salvageBytes);
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
    for await (const piece of stream) {
      if (zlib.ended) requirePadding(piece);
      else {
        fed += piece.length;
        if (fed <= salvageBytes) kept.push(piece.slice());
        else kept.length = 0;
        for (const chunk of zlib.feed(piece)) {
          delivered += chunk.length;
          yield chunk;
        }
        if (zlib.error) break;
        if (zlib.ended) requirePadding(piece.subarray(piece.length - (fed - zlib.consumed)));
      }
    }
    if (!zlib.ended && !zlib.error) yield* zlib.finish();
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

function requirePadding(bytes: Uint8Array): void {
  if (!bytes.every((byte) => byte === 0)) {
    throw new Damage('DECODE_TRAILING', 'Bytes that are no gzip member follow the last one.');
  }
}
