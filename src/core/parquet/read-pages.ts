import { corrupt } from './corrupt.ts';
import { type PageCodec, PageType } from './format.ts';
import { decodePageHeader } from './page-header.ts';

/** A page unpacked. */
export interface PageBody {
  readonly body: Uint8Array;
  readonly encoding: number;
  readonly values: number;
}

export interface ChunkPages {
  readonly dictionary: PageBody | null;
  readonly data: readonly PageBody[];
}

/** A page unpacked, and where the next one begins. Fails with STORAGE_CORRUPT when its checksum does not fit. */
export function readPage(
  bytes: Uint8Array,
  at: number,
  codec: PageCodec,
): { type: number; page: PageBody; end: number } {
  const { header, body } = decodePageHeader(bytes, at);
  const end = body + header.compressedBytes;
  const packed = bytes.subarray(body, end);
  if (codec.checksum(packed) !== header.checksum) throw corrupt('a page does not fit its checksum');
  const page = {
    body: unpack(packed, header.uncompressedBytes, codec),
    encoding: header.encoding,
    values: header.values,
  };
  return { type: header.type, page, end };
}

function unpack(packed: Uint8Array, size: number, codec: PageCodec): Uint8Array {
  try {
    return codec.decompress(packed, size);
  } catch {
    throw corrupt('a page cannot be unpacked');
  }
}

/** All pages in the bytes of a column chunk. */
export function readPages(bytes: Uint8Array, codec: PageCodec): ChunkPages {
  let dictionary: PageBody | null = null;
  const data: PageBody[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { type, page, end } = readPage(bytes, at, codec);
    if (type === PageType.dictionary && at === 0) dictionary = page;
    else if (type === PageType.data) data.push(page);
    else throw corrupt('a page is of an unknown type');
    at = end;
  }
  return { dictionary, data };
}
