/** Numbers of the Parquet file format (apache/parquet-format, parquet.thrift), only those that Kushi writes. */
export const PhysicalType = { boolean: 0, int64: 2, double: 5, byteArray: 6 } as const;

export const Repetition = { required: 0, optional: 1, repeated: 2 } as const;

export const ConvertedType = { utf8: 0, list: 3 } as const;

export const Encoding = { plain: 0, rle: 3, rleDictionary: 8 } as const;

export const PageType = { data: 0, dictionary: 2 } as const;

export const zstdCodec = 6;

/** "PAR1", the first and the last four bytes of a file. */
export const magic = Uint8Array.of(0x50, 0x41, 0x52, 0x31);

/** Bits that hold the numbers 0 to count - 1. */
export function bitWidth(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** How page bodies are packed and checked. Injected, since compression is native code. */
export interface PageCodec {
  /** Bytes the caller may keep: never a view of the input or of a buffer used again. */
  compress(bytes: Uint8Array): Uint8Array;
  /** Throws when the bytes are not such a frame or hold other than `size` bytes. */
  decompress(bytes: Uint8Array, size: number): Uint8Array;
  /** CRC-32 (ISO 3309), the page checksum of the format. */
  checksum(bytes: Uint8Array): number;
}
