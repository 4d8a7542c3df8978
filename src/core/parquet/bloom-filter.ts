import { readUint32 } from './byte-buffer.ts';
import { corrupt } from './corrupt.ts';
import { ThriftReader } from './thrift-reader.ts';
import { ThriftWriter } from './thrift-writer.ts';
import { addValues } from './wasm/bloom.ts';
import { hash, xxh64 } from './xxh64.ts';

/** Salts of the split-block filter (parquet-format, BloomFilter.md). */
const salts = Uint32Array.of(
  0x47b6137b,
  0x44974d91,
  0x8824ad5b,
  0xa2b7289d,
  0x705495c7,
  0x2df1424b,
  0x9efc4947,
  0x5c6bfb31,
);

/** At 10.5 bits a value about one absent value in a hundred passes. */
const bitsPerValue = 10.5;
const wordsPerBlock = 8;
/** 2^32 */
const wordRange = 4294967296;

/** A filter for `values` distinct values: blocks of eight 32-bit words. */
export function createBloomFilter(values: number): Uint32Array {
  return new Uint32Array(Math.max(1, Math.ceil((values * bitsPerValue) / 256)) * wordsPerBlock);
}

/** Adds values laid out as a PLAIN page: a 32-bit length, then the bytes, in `bytes[start .. end)`. */
export function addToBloomFilter(filter: Uint32Array, bytes: Uint8Array, start: number, end: number): void {
  addValues(filter, bytes.subarray(start, end));
}

/** False when the value is certainly in none of the rows. */
export function mayContain(filter: Uint32Array, value: Uint8Array): boolean {
  xxh64(value, 0, value.length);
  const block = blockOf(filter);
  for (let word = 0; word < wordsPerBlock; word++) {
    if ((filter[block + word] & (1 << (Math.imul(hash[0], salts[word]) >>> 27))) === 0) return false;
  }
  return true;
}

function blockOf(filter: Uint32Array): number {
  return Math.floor((hash[1] * (filter.length / wordsPerBlock)) / wordRange) * wordsPerBlock;
}

/** The filter as it stands in a file: a BloomFilterHeader struct, then the words. */
export function encodeBloomFilter(filter: Uint32Array): Uint8Array {
  const out = new ThriftWriter(64);
  const choice = () => out.struct(1, () => {});
  out.element(() => {
    out.i32(1, filter.byteLength);
    // Algorithm BLOCK, hash XXHASH, compression UNCOMPRESSED: unions of the format, each with its only member.
    for (const union of [2, 3, 4]) out.struct(union, choice);
  });
  const header = out.finish();
  const bytes = new Uint8Array(header.length + filter.byteLength);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (let word = 0; word < filter.length; word++) view.setUint32(word * 4, filter[word], true);
  return bytes;
}

/** Fails with STORAGE_CORRUPT when the bytes do not hold as many as the header says. */
export function decodeBloomFilter(bytes: Uint8Array): Uint32Array {
  const reader = new ThriftReader(bytes);
  let length = 0;
  reader.struct((id) => {
    if (id !== 1) return false;
    length = reader.integer();
    return true;
  });
  const start = reader.position;
  if (length <= 0 || length % (wordsPerBlock * 4) !== 0 || length > bytes.length - start) {
    throw corrupt('a Bloom filter has a wrong size');
  }
  return Uint32Array.from({ length: length / 4 }, (_, word) => readUint32(bytes, start + word * 4));
}
