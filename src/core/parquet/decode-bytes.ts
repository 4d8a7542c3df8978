import type { BytesColumn } from '../batch/column.ts';
import { corrupt } from './corrupt.ts';
import { eachPage } from './decode-text.ts';
import { decodeStarts } from './decode-values.ts';
import { Encoding } from './format.ts';
import type { ChunkPages } from './read-pages.ts';

/** Raw bytes; a single page is used where it lies. */
export function decodeBytes(pages: ChunkPages, rows: number): BytesColumn {
  const { data } = pages;
  const size = data.reduce((sum, page) => sum + page.body.length, 0);
  const bytes = data.length === 1 ? data[0].body : new Uint8Array(size);
  const starts = new Uint32Array(rows);
  let at = 0;
  eachPage(data, rows, Encoding.plain, (page, firstRow) => {
    if (data.length > 1) bytes.set(page.body, at);
    const end = decodeStarts({ body: bytes, at, values: page.values }, starts, firstRow);
    at += page.body.length;
    if (end !== at) throw corrupt('a page of raw records does not end with its last record');
  });
  return { kind: 'bytes', bytes, starts };
}
