import type { Column } from '../../core/batch/column.ts';
import { radixSort } from '../../core/entities/radix-sort.ts';
import { rankTexts } from '../../core/entities/text-order.ts';
import { convertColumn } from '../../core/parquet/convert-column.ts';
import type { SourceGroup, Sources } from './live-sources.ts';
import { int64Column, objectColumn, offsetColumn, textColumn, timeColumn } from './segment-columns.ts';

/** Rows without the field they are sorted by come last. */
const absentRank = 0xffffffff;

/** Numbers of the live rows in the order of `sortBy` (a list by its first value), time, object and offset. */
export async function sortRows(sources: Sources, sortBy: string | undefined): Promise<Uint32Array> {
  const order = Uint32Array.from({ length: sources.rows }, (_, row) => row);
  const spare = new Uint32Array(sources.rows);
  // A radix sort is stable, so the least significant key goes first.
  for (const key of [offsetColumn, objectColumn, timeColumn]) await sortByColumn(sources, key, { order, spare });
  if (sortBy !== undefined) await sortByColumn(sources, sortBy, { order, spare });
  return order;
}

interface Order {
  readonly order: Uint32Array;
  readonly spare: Uint32Array;
}

async function sortByColumn(sources: Sources, name: string, { order, spare }: Order): Promise<void> {
  const isNumber = name === offsetColumn || name === timeColumn;
  const keys = isNumber ? await numberKeys(sources, name) : [await textKey(sources, name)];
  for (const key of keys) radixSort(order, key, spare);
}

/** Low and high words. As unsigned numbers they sort rightly: offsets are positive, and the times of a day have one sign. */
async function numberKeys({ groups, rows }: Sources, name: string): Promise<Uint32Array[]> {
  const low = new Uint32Array(rows);
  const high = new Uint32Array(rows);
  for (const { file, group, rows: live, first } of groups) {
    const { words } = int64Column(new Map([[name, await file.column(group, name)]]), name);
    for (let at = 0; at < live.length; at++) {
      low[first + at] = words[2 * live[at]];
      high[first + at] = words[2 * live[at] + 1];
    }
  }
  return [low, high];
}

/** Each row's place among all texts of the column. */
async function textKey({ groups, rows }: Sources, name: string): Promise<Uint32Array> {
  const key = new Uint32Array(rows).fill(absentRank);
  const texts: string[] = [];
  for (const source of groups) {
    const column = await columnOrNull(source, name);
    if (column === null) continue;
    // Places are counted on from group to group; ranks replace them when all texts are known.
    const places = new Uint32Array(column.dictionary.size + 1);
    for (let at = 0; at < source.rows.length; at++) {
      const id = column.ids[source.rows[at]];
      if (id === 0) continue;
      if (places[id] === 0) places[id] = texts.push(column.dictionary.text(id));
      key[source.first + at] = places[id] - 1;
    }
  }
  const { ranks } = rankTexts(texts);
  return key.map((place) => (place === absentRank ? absentRank : ranks[place]));
}

async function columnOrNull({ file, group }: SourceGroup, name: string) {
  if (!file.metadata.rowGroups[group].chunks.has(name)) return null;
  return firstValues(await file.column(group, name));
}

/** One text a row. */
function firstValues(column: Column) {
  if (column.kind !== 'list') return textColumn(new Map([['', convertColumn(column, 'text')]]), '');
  const { starts, items } = column.lists;
  const ids = column.ids.map((list) => (list === 0 || starts[list] === starts[list + 1] ? 0 : items[starts[list]]));
  return { ids, dictionary: column.dictionary };
}
