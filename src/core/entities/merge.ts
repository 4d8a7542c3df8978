import type { Int64Column, TextColumn } from '../batch/column.ts';
import { int64ToNumber } from '../batch/column.ts';
import { type EntityTable, entityTable, type TextIds } from './entity-table.ts';

/** One table of several: the same value, field, action and day in two of them become one row. */
export function mergeEntities(tables: readonly EntityTable[]): EntityTable {
  if (tables.length === 1) return tables[0];
  const size = tables.reduce((sum, { rows }) => sum + rows, 0);
  return entityTable({
    size,
    values: joinTexts(tables.map(({ value }) => value)),
    fields: joinTexts(tables.map(({ field }) => field)),
    actions: joinTexts(tables.map(({ action }) => action)),
    days: joinTexts(tables.map(({ day }) => day)),
    first: joinWords(tables.map(({ first }) => first)),
    last: joinWords(tables.map(({ last }) => last)),
    counts: Float64Array.from(
      tables.flatMap(({ rows, count }) => Array.from({ length: rows }, (_, row) => int64ToNumber(count.words, row))),
    ),
  });
}

function joinTexts(columns: readonly TextColumn[]): TextIds {
  const ids = new Uint32Array(columns.reduce((sum, column) => sum + column.ids.length, 0));
  const texts = [''];
  let at = 0;
  for (const column of columns) {
    const base = texts.length - 1;
    for (let id = 1; id <= column.dictionary.size; id++) texts.push(column.dictionary.text(id));
    for (const id of column.ids) ids[at++] = id === 0 ? 0 : base + id;
  }
  return { ids, texts };
}

function joinWords(columns: readonly Int64Column[]): Int32Array {
  const words = new Int32Array(columns.reduce((sum, column) => sum + column.words.length, 0));
  let at = 0;
  for (const column of columns) {
    words.set(column.words, at);
    at += column.words.length;
  }
  return words;
}
