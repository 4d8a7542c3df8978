import type { ListColumn } from '../batch/column.ts';
import type { ByteDictionary } from './byte-dictionary.ts';
import { corrupt } from './corrupt.ts';
import { decodeHybrid, hybridLength } from './decode-hybrid.ts';
import { levelBytes } from './decode-levels.ts';
import { decodeLocals } from './decode-text.ts';
import { decodeDictionary } from './decode-values.ts';
import type { ChunkPages, PageBody } from './read-pages.ts';

/** The entries of one page: 0 begins a row, 1 goes on with it; and ids counted from 1, 0 for a row without values. */
interface ListEntries {
  readonly repetition: Uint8Array;
  readonly ids: Uint32Array;
}

export function decodeList(pages: ChunkPages, rows: number): ListColumn {
  return decodeListPages(pages.data, decodeDictionary(pages.dictionary), rows);
}

/** The lists of a single page, which holds whole rows. */
export function decodeListPage(page: PageBody, dictionary: ByteDictionary, rows: number): ListColumn {
  return decodeListPages([page], dictionary, rows);
}

function decodeListPages(data: readonly PageBody[], dictionary: ByteDictionary, rows: number): ListColumn {
  const decoded = data.map((page) => decodeEntries(page, dictionary.size));
  const items = new Uint32Array(decoded.reduce((sum, page) => sum + page.ids.length, 0));
  const ids = new Uint32Array(rows);
  const starts = new Uint32Array(rows + 2);
  let row = -1;
  let item = 0;
  let list = 0;
  for (const { repetition, ids: values } of decoded) {
    for (let entry = 0; entry < values.length; entry++) {
      if (repetition[entry] === 0) row++;
      if (row < 0 || row >= rows) throw corrupt('a list column has more rows than its row group');
      if (values[entry] === 0) continue;
      if (ids[row] === 0) {
        ids[row] = ++list;
        starts[list] = item;
      }
      items[item++] = values[entry];
      starts[list + 1] = item;
    }
  }
  if (row !== rows - 1) throw corrupt('a list column has fewer rows than its row group');
  return { kind: 'list', ids, dictionary, lists: { starts, items, size: list } };
}

function decodeEntries(page: PageBody, dictionarySize: number): ListEntries {
  const { body, values } = page;
  const repetitions = levelBytes(body, 0, 1);
  const definitions = levelBytes(body, repetitions.end, 2);
  // Lists have any number of entries: only what the levels can hold is believed before memory is set aside.
  if (hybridLength(definitions) < values) throw corrupt('a list column has fewer entries than it says');
  const repetition = new Uint8Array(values);
  const ids = new Uint32Array(values);
  decodeHybrid(repetitions, values, repetition);
  decodeHybrid(definitions, values, ids);
  let present = 0;
  for (const level of ids) if (level === 2) present++;
  const locals = new Uint32Array(present);
  decodeLocals(body, definitions.end, locals, dictionarySize);
  let value = 0;
  for (let entry = 0; entry < values; entry++) ids[entry] = ids[entry] === 2 ? locals[value++] : 0;
  return { repetition, ids };
}
