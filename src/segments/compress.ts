import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';
import type { PageCodec } from '../core/parquet/format.ts';

/** What newer Node versions have in zlib (22.15 and later); the types in use are those of Node 20. */
interface ZlibZstd {
  zstdCompressSync(bytes: Uint8Array, options: { params: Record<number, number> }): Buffer;
  zstdDecompressSync(bytes: Uint8Array, options: { maxOutputLength: number }): Buffer;
  readonly constants: { readonly ZSTD_c_compressionLevel: number };
}

type NodeZstd = typeof import('@toondepauw/node-zstd');

/** zstd and CRC-32 for Parquet pages, at a compression level: 1 for fresh segments, 3 for rewritten ones. */
export function zstdCodec(level: number): PageCodec {
  return 'zstdCompressSync' in zlib ? builtIn(zlib as unknown as ZlibZstd, level) : fromPackage(level);
}

function builtIn(zstd: ZlibZstd, level: number): PageCodec {
  const options = { params: { [zstd.constants.ZSTD_c_compressionLevel]: level } };
  return {
    compress: (bytes) => zstd.zstdCompressSync(bytes, options),
    decompress: (bytes, size) => ofSize(zstd.zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, size) }), size),
    checksum: zlib.crc32,
  };
}

/** Before Node 22.15, a native package; it is loaded only there. */
function fromPackage(level: number): PageCodec {
  const { Encoder, Decoder }: NodeZstd = createRequire(import.meta.url)('@toondepauw/node-zstd');
  const encoder = new Encoder(level);
  const decoder = new Decoder();
  return {
    compress: (bytes) => encoder.encodeSync(asBuffer(bytes)),
    decompress: (bytes, size) => ofSize(decoder.decodeSync(asBuffer(bytes)), size),
    checksum: zlib.crc32,
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ofSize(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new RangeError(`unpacked ${bytes.length} bytes, not ${size}`);
  return bytes;
}
