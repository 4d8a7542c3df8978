import { corrupt } from './corrupt.ts';
import { Encoding, PageType } from './format.ts';
import { ThriftReader } from './thrift-reader.ts';
import { ThriftWriter } from './thrift-writer.ts';

/** The parts of parquet.thrift's PageHeader that vary between our pages. */
export interface PageHeader {
  readonly type: number;
  readonly encoding: number;
  /** Values of a dictionary page, level entries of a data page. */
  readonly values: number;
  readonly uncompressedBytes: number;
  readonly compressedBytes: number;
  /** CRC-32 of the compressed body. */
  readonly checksum: number;
}

export function encodePageHeader(page: PageHeader): Uint8Array {
  const out = new ThriftWriter(64);
  out.element(() => {
    out.i32(1, page.type);
    out.i32(2, page.uncompressedBytes);
    out.i32(3, page.compressedBytes);
    out.i32(4, page.checksum | 0);
    if (page.type === PageType.dictionary) {
      out.struct(7, () => {
        out.i32(1, page.values);
        out.i32(2, page.encoding);
      });
    } else {
      out.struct(5, () => {
        out.i32(1, page.values);
        out.i32(2, page.encoding);
        out.i32(3, Encoding.rle);
        out.i32(4, Encoding.rle);
      });
    }
  });
  return out.finish();
}

/** The header at `at`, and where the page's body begins. Fails with STORAGE_CORRUPT when the body leaves the bytes. */
export function decodePageHeader(bytes: Uint8Array, at: number): { header: PageHeader; body: number } {
  const reader = new ThriftReader(bytes, at);
  let [type, encoding, values, uncompressedBytes, compressedBytes, checksum] = [-1, -1, -1, -1, -1, 0];
  reader.struct((id) => {
    if (id === 1) type = reader.integer();
    else if (id === 2) uncompressedBytes = reader.integer();
    else if (id === 3) compressedBytes = reader.integer();
    else if (id === 4) checksum = reader.integer();
    else if (id === 5 || id === 7) {
      reader.nested((field) => {
        if (field === 1) values = reader.integer();
        else if (field === 2) encoding = reader.integer();
        else return false;
        return true;
      });
    } else return false;
    return true;
  });
  const body = reader.position;
  if (values < 0 || uncompressedBytes < 0 || compressedBytes < 0 || compressedBytes > bytes.length - body) {
    throw corrupt('a page is longer than its column');
  }
  return { header: { type, encoding, values, uncompressedBytes, compressedBytes, checksum: checksum >>> 0 }, body };
}
