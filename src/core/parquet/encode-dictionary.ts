import type { Dictionary } from '../batch/dictionary.ts';
import { addToBloomFilter, createBloomFilter } from './bloom-filter.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { encodeHybrid } from './encode-hybrid.ts';
import { encodeDefinition, encodeLevels } from './encode-levels.ts';
import { encodeValues } from './encode-values.ts';
import { bitWidth, Encoding } from './format.ts';
import { textStatistics, widenBounds } from './value-bounds.ts';

/** Level entries and local ids of a column, in the workspace's `definition`, `repetition`, `ids` and `used`. */
export interface DictionaryEntries {
  readonly dictionary: Dictionary;
  /** How many values there are: length of `used`. */
  readonly distinct: number;
  readonly entries: number;
  /** For lists, the entry each row begins with; null when every entry is a row. */
  readonly rowStarts: Uint32Array | null;
  readonly nulls: number;
}

/** To read one list its page is unpacked up to it, so pages of lists hold this many times fewer rows. */
const listShare = 4;

/** Writes the dictionary page (values in use, in order of first use) and the data pages with local ids. */
export function encodeDictionaryPages(source: DictionaryEntries, target: ChunkTarget): EncodedChunk {
  const { workspace, chunk } = target;
  const { distinct } = source;
  const { values, used } = workspace;
  values.clear();
  encodeValues(source.dictionary, used, { start: 0, end: distinct }, values);
  const bounds = { min: null, max: null };
  widenBounds(bounds, values.bytes, 0, values.length);
  const bloom = target.bloom && distinct > 0 ? createBloomFilter(distinct) : null;
  if (bloom !== null) addToBloomFilter(bloom, values.bytes, 0, values.length);
  chunk.dictionary({ body: values.view(), encoding: Encoding.plain, values: distinct });
  encodeIdPages(source, bitWidth(distinct), target);
  return { statistics: textStatistics(bounds, source.nulls), bloom };
}

function encodeIdPages(source: DictionaryEntries, width: number, target: ChunkTarget): void {
  const { page, ids, definition, repetition } = target.workspace;
  const { rowStarts } = source;
  const rows = rowStarts === null ? source.entries : rowStarts.length - 1;
  // The definition level of a value; it is also how many bits such levels take.
  const present = rowStarts === null ? 1 : 2;
  const pageRows = rowStarts === null ? target.pageRows : Math.ceil(target.pageRows / listShare);
  let value = 0;
  for (let row = 0; row < rows; row += pageRows) {
    const lastRow = Math.min(rows, row + pageRows);
    const range =
      rowStarts === null ? { start: row, end: lastRow } : { start: rowStarts[row], end: rowStarts[lastRow] };
    page.clear();
    if (rowStarts !== null) encodeLevels(repetition, range, 1, page);
    const count = encodeDefinition(definition, range, { level: present, isSame: source.nulls === 0 }, page);
    page.appendByte(width);
    encodeHybrid({ values: ids.subarray(value, value + count), count, width }, page);
    value += count;
    target.chunk.data({ body: page.view(), encoding: Encoding.rleDictionary, values: range.end - range.start }, row);
  }
}
