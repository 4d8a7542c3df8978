import { crc32 } from 'node:zlib';
import { joined } from '../byte-stream.ts';
import { corrupt, Damage, truncated } from '../decode-error.ts';
import { DeflateError, inflateMember } from './inflate-member.ts';

export interface Salvaged {
  /** Everything that can be decoded, without the first `delivered` bytes. */
  readonly chunks: readonly Uint8Array[];
  readonly damage: Damage;
}

/** Decodes input that zlib refused, up to the very symbol that is wrong. Slow, but it runs on damaged input only. */
export function salvage(kept: readonly Uint8Array[], format: 'gzip' | 'raw', delivered: number): Salvaged {
  const input = joined(kept);
  const chunks: Uint8Array[] = [];
  let skip = delivered;
  const emit = (bytes: Uint8Array) => {
    if (skip < bytes.length) chunks.push(bytes.slice(skip));
    skip = Math.max(0, skip - bytes.length);
  };
  try {
    if (format === 'raw') inflateMember(input, 0, emit);
    else gunzipMembers(input, emit);
  } catch (problem) {
    if (problem instanceof Damage) return { chunks, damage: problem };
    if (problem instanceof DeflateError) return { chunks, damage: deflateDamage(problem) };
    throw problem;
  }
  return { chunks, damage: corrupt('The compressed data is damaged.') };
}

function deflateDamage(problem: DeflateError): Damage {
  return problem.ended
    ? truncated('the compressed data')
    : corrupt(`The compressed data is damaged: ${problem.message}.`);
}

function gunzipMembers(input: Uint8Array, emit: (bytes: Uint8Array) => void): void {
  for (let at = 0; at < input.length; ) {
    const body = headerEnd(input, at);
    if (body < 0) {
      if (at > 0) throw new Damage('DECODE_TRAILING', 'Bytes that are no gzip member follow the last one.');
      throw corrupt('The gzip header is damaged.');
    }
    let crc = 0;
    let size = 0;
    const end = inflateMember(input, body, (bytes) => {
      crc = crc32(bytes, crc);
      size += bytes.length;
      emit(bytes);
    });
    const trailer = new DataView(input.buffer, input.byteOffset + end, Math.min(8, input.length - end));
    if (trailer.byteLength < 8) throw truncated('the gzip trailer');
    if (trailer.getUint32(0, true) !== crc) throw corrupt('The gzip checksum (CRC-32) does not match.');
    if (trailer.getUint32(4, true) !== size % 2 ** 32) throw corrupt('The gzip length does not match.');
    at = end + 8;
  }
}

/** Where the deflate data of the member at `at` begins; -1 when no member begins there (RFC 1952, 2.3). */
function headerEnd(input: Uint8Array, at: number): number {
  if (input[at] !== 0x1f || input[at + 1] !== 0x8b || input[at + 2] !== 8) return -1;
  const flags = input[at + 3];
  if (flags & 0xe0) return -1;
  let end = at + 10;
  if (flags & 4) end += 2 + input[end] + (input[end + 1] << 8);
  for (const flag of [8, 16]) {
    if (flags & flag) end = input.indexOf(0, end) + 1 || input.length;
  }
  if (flags & 2) end += 2;
  return Math.min(end, input.length);
}
