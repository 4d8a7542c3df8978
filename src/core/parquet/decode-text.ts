import type { TextColumn } from '../batch/column.ts';
import type { ColumnMemory } from '../batch/column-memory.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { corrupt } from './corrupt.ts';
import { decodeHybrid } from './decode-hybrid.ts';
import { decodePresence } from './decode-levels.ts';
import { decodeDictionary, decodeStarts } from './decode-values.ts';
import { Encoding } from './format.ts';
import type { ChunkPages, PageBody } from './read-pages.ts';

export function decodeText(pages: ChunkPages, rows: number, memory?: ColumnMemory): TextColumn {
  return pages.dictionary === null ? decodePlain(pages.data, rows, memory) : decodeIds(pages, rows, memory);
}

function decodeIds(pages: ChunkPages, rows: number, memory?: ColumnMemory): TextColumn {
  const dictionary = decodeDictionary(pages.dictionary);
  const ids = memory?.uint32(rows) ?? new Uint32Array(rows);
  const most = pages.data.reduce((sum, { values }) => Math.max(sum, values), 0);
  const definition = memory?.bytes(Math.min(most, rows)) ?? new Uint8Array(Math.min(most, rows));
  eachPage(pages.data, rows, Encoding.rleDictionary, (page, firstRow) => {
    const has = definition.subarray(0, page.values);
    const { at, present } = decodePresence(page.body, has);
    const values = ids.subarray(firstRow, firstRow + page.values);
    decodeLocals(page.body, at, values.subarray(0, present), dictionary.size);
    if (present < page.values) spread(values, has, present);
  });
  return { kind: 'text', ids, dictionary };
}

/** Moves the first `present` values to the places that have one, from the last to the first. */
function spread(values: Uint32Array, has: Uint8Array, present: number): void {
  let value = present;
  for (let row = has.length - 1; row >= 0; row--) values[row] = has[row] === 0 ? 0 : values[--value];
}

/** Dictionary ids, counted from 1, of the values behind the levels: a byte with their width, then the hybrid. */
export function decodeLocals(body: Uint8Array, at: number, into: Uint32Array, size: number): void {
  if (into.length === 0) return;
  const width = body[at];
  if (at >= body.length || width > 32) throw corrupt('a page has no width for its ids');
  decodeHybrid({ bytes: body, start: at + 1, end: body.length, width }, into.length, into);
  for (let index = 0; index < into.length; index++) {
    if (into[index] >= size) throw corrupt('an id is beyond its dictionary');
    into[index]++;
  }
}

function decodePlain(data: readonly PageBody[], rows: number, memory?: ColumnMemory): TextColumn {
  const length = data.reduce((sum, page) => sum + page.body.length, 0);
  const ids = memory?.uint32(rows) ?? new Uint32Array(rows);
  const starts = memory?.uint32(rows + 1) ?? new Uint32Array(rows + 1);
  const bytes = memory?.room(length) ?? new Uint8Array(length);
  let end = 0;
  let size = 0;
  eachPage(data, rows, Encoding.plain, (page, firstRow) => {
    const definition = new Uint8Array(page.values);
    const { at, present } = decodePresence(page.body, definition);
    bytes.set(page.body.subarray(at), end);
    end = decodeStarts(
      { body: bytes.subarray(0, end + page.body.length - at), at: end, values: present },
      starts,
      size + 1,
    );
    for (let row = 0; row < page.values; row++) if (definition[row] !== 0) ids[firstRow + row] = ++size;
  });
  return { kind: 'text', ids, dictionary: new ByteDictionary({ bytes, starts, size, unique: true }) };
}

/** Calls back for each page of a flat column, after checking that the pages hold exactly the rows. */
export function eachPage(
  data: readonly PageBody[],
  rows: number,
  encoding: number,
  decode: (page: PageBody, firstRow: number) => void,
): void {
  let row = 0;
  for (const page of data) {
    if (page.encoding !== encoding) throw corrupt('a page is encoded in another way');
    if (row + page.values > rows) throw corrupt('a column has more rows than its row group');
    decode(page, row);
    row += page.values;
  }
  if (row !== rows) throw corrupt('a column has fewer rows than its row group');
}
