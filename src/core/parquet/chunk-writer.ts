import { type PageCodec, PageType } from './format.ts';
import type { ByteRange, PageLocation } from './metadata.ts';
import { encodePageHeader } from './page-header.ts';

/** Where the file's bytes go, and how many have gone there. */
export interface FileSink {
  put(bytes: Uint8Array): void;
  readonly position: number;
}

/** A page before it is packed. */
export interface Page {
  readonly body: Uint8Array;
  readonly encoding: number;
  /** Values of a dictionary page, level entries of a data page. */
  readonly values: number;
}

/** Packs the pages of one column chunk into the file and keeps the counts its metadata needs. */
export class ChunkWriter {
  readonly #sink: FileSink;
  readonly #codec: PageCodec;
  readonly #start: number;
  readonly pages: PageLocation[] = [];
  dictionaryOffset: number | null = null;
  uncompressedBytes = 0;
  values = 0;

  constructor(sink: FileSink, codec: PageCodec) {
    this.#sink = sink;
    this.#codec = codec;
    this.#start = sink.position;
  }

  dictionary(page: Page): void {
    this.dictionaryOffset = this.#sink.position;
    this.#put(PageType.dictionary, page);
  }

  data(page: Page, firstRow: number): void {
    const offset = this.#sink.position;
    this.#put(PageType.data, page);
    this.values += page.values;
    this.pages.push({ offset, length: this.#sink.position - offset, firstRow });
  }

  get range(): ByteRange {
    return { offset: this.#start, length: this.#sink.position - this.#start };
  }

  #put(type: number, page: Page): void {
    const packed = this.#codec.compress(page.body);
    const header = encodePageHeader({
      type,
      encoding: page.encoding,
      values: page.values,
      uncompressedBytes: page.body.length,
      compressedBytes: packed.length,
      checksum: this.#codec.checksum(packed),
    });
    this.#sink.put(header);
    this.#sink.put(packed);
    this.uncompressedBytes += header.length + page.body.length;
  }
}
