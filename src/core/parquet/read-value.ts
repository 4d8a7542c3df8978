import { readUint32 } from './byte-buffer.ts';
import type { ByteDictionary } from './byte-dictionary.ts';
import { corrupt } from './corrupt.ts';
import { countOnes, hybridAt } from './decode-hybrid.ts';
import { levelBytes } from './decode-levels.ts';
import { decodeListPage } from './decode-list.ts';
import type { ColumnSchema } from './metadata.ts';
import type { PageBody } from './read-pages.ts';

/** A value as it is stored: times and integers as bigint, raw bytes as bytes. */
export type StoredValue = string | bigint | number | boolean | readonly string[] | Uint8Array;

/** A data page, and the dictionary of its chunk (null when it has none). */
export interface ValuePage {
  readonly dictionary: ByteDictionary | null;
  readonly page: PageBody;
  /** Rows of the page; lists have more level entries. */
  readonly rows: number;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The value of one row of a page, without decoding the others; null when it is absent. Fails with STORAGE_CORRUPT. */
export function readValue(schema: ColumnSchema, source: ValuePage, row: number): StoredValue | null {
  const { body, values } = source.page;
  if (schema.kind === 'list') return listAt(source, row);
  if (row >= values) throw corrupt('a page has fewer rows than its index says');
  const levels = schema.required ? null : levelBytes(body, 0, 1);
  if (levels !== null && hybridAt(levels, row) === 0) return null;
  const place = { at: levels === null ? 0 : levels.end, index: levels === null ? row : countOnes(levels, row) };
  switch (schema.kind) {
    case 'text':
      return textAt(source, place);
    case 'raw':
      return utf8.decode(bytesAt(body, place));
    case 'bytes':
      return bytesAt(body, place);
    case 'boolean':
      return ((numbers(body, place.at + (place.index >> 3), 1).getUint8(0) >> (place.index & 7)) & 1) === 1;
    case 'double':
      return numbers(body, place.at + place.index * 8, 8).getFloat64(0, true);
    case 'int64':
    case 'time':
      return numbers(body, place.at + place.index * 8, 8).getBigInt64(0, true);
  }
}

/** Where the values of a page begin, and which of them is wanted. */
interface Place {
  readonly at: number;
  readonly index: number;
}

function textAt({ dictionary, page }: ValuePage, { at, index }: Place): string {
  if (dictionary === null) return utf8.decode(bytesAt(page.body, { at, index }));
  const width = page.body[at];
  if (width === undefined || width > 32) throw corrupt('a page has no width for its ids');
  const local = hybridAt({ bytes: page.body, start: at + 1, end: page.body.length, width }, index);
  if (local >= dictionary.size) throw corrupt('an id is beyond its dictionary');
  return dictionary.text(local + 1);
}

function bytesAt(body: Uint8Array, { at, index }: Place): Uint8Array {
  let start = at;
  for (let skipped = 0; skipped < index && start + 4 <= body.length; skipped++) start += 4 + readUint32(body, start);
  const end = start + 4 <= body.length ? start + 4 + readUint32(body, start) : Number.POSITIVE_INFINITY;
  if (end > body.length) throw corrupt('a value is longer than its page');
  return body.subarray(start + 4, end);
}

function numbers(body: Uint8Array, at: number, bytes: number): DataView {
  if (at + bytes > body.length) throw corrupt('a page of numbers ends too early');
  return new DataView(body.buffer, body.byteOffset + at, bytes);
}

function listAt({ dictionary, page, rows }: ValuePage, row: number): readonly string[] | null {
  if (dictionary === null) throw corrupt('a list column has no dictionary');
  const { ids, lists } = decodeListPage(page, dictionary, rows);
  const list = ids[row];
  if (list === 0) return null;
  return Array.from(lists.items.subarray(lists.starts[list], lists.starts[list + 1]), (id) => dictionary.text(id));
}
