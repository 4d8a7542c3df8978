import type { TextColumn } from '../batch/column.ts';
import { addToBloomFilter, createBloomFilter } from './bloom-filter.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { encodeDictionaryPages } from './encode-dictionary.ts';
import { encodeDefinition } from './encode-levels.ts';
import { encodeValues } from './encode-values.ts';
import { Encoding } from './format.ts';
import { textStatistics, widenBounds } from './value-bounds.ts';
import type { Workspace } from './workspace.ts';

/** Values are many times as long as ids, so pages of values hold this many times fewer rows. */
const plainShare = 4;

/** Text of the given rows: a dictionary page of the values they use, or PLAIN when values were not compared. */
export function encodeText(column: TextColumn, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { workspace } = target;
  const { dictionary } = column;
  workspace.prepare(rows.length, dictionary.unique ? 0 : dictionary.size);
  if (dictionary.unique) return encodePlain(column, rows.length, takePresent(column.ids, rows, workspace), target);
  const { present, distinct } = takeLocal(column.ids, rows, workspace);
  const nulls = rows.length - present;
  return encodeDictionaryPages({ dictionary, distinct, entries: rows.length, rowStarts: null, nulls }, target);
}

/** Puts the ids of rows that have a value into the workspace, and the levels; returns how many have. */
function takePresent(from: Uint32Array, rows: Uint32Array, { ids, definition }: Workspace): number {
  let present = 0;
  for (let row = 0; row < rows.length; row++) {
    const id = from[rows[row]];
    ids[present] = id;
    present += definition[row] = id === 0 ? 0 : 1;
  }
  return present;
}

/** The same with local ids from 0, in the order of first use: `used` has the ids they stand for. */
function takeLocal(from: Uint32Array, rows: Uint32Array, workspace: Workspace): { present: number; distinct: number } {
  const { ids, definition, locals, used } = workspace;
  let present = 0;
  let distinct = 0;
  for (let row = 0; row < rows.length; row++) {
    const id = from[rows[row]];
    if (id === 0) {
      definition[row] = 0;
      continue;
    }
    if (locals[id] === 0) {
      used[distinct] = id;
      locals[id] = ++distinct;
    }
    definition[row] = 1;
    ids[present++] = locals[id] - 1;
  }
  return { present, distinct };
}

function encodePlain(column: TextColumn, rows: number, present: number, target: ChunkTarget): EncodedChunk {
  const { workspace } = target;
  const { page, ids } = workspace;
  const bounds = { min: null, max: null };
  const bloom = target.bloom && present > 0 ? createBloomFilter(present) : null;
  const pageRows = Math.ceil(target.pageRows / plainShare);
  let value = 0;
  for (let start = 0; start < rows; start += pageRows) {
    const range = { start, end: Math.min(rows, start + pageRows) };
    page.clear();
    const count = encodeDefinition(workspace.definition, range, { level: 1, isSame: present === rows }, page);
    const valuesAt = page.length;
    const end = value + count;
    encodeValues(column.dictionary, ids, { start: value, end }, page);
    value = end;
    widenBounds(bounds, page.bytes, valuesAt, page.length);
    if (bloom !== null) addToBloomFilter(bloom, page.bytes, valuesAt, page.length);
    target.chunk.data({ body: page.view(), encoding: Encoding.plain, values: range.end - range.start }, start);
  }
  return { statistics: textStatistics(bounds, rows - present), bloom };
}
