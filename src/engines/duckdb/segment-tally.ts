import { int64ToBigInt, int64ToNumber } from '../../core/batch/column.ts';
import { isEarlier } from '../../core/entities/time-order.ts';
import type { Segment, SegmentObject } from '../engine.ts';
import { generationColumn, int64Column, objectColumn, textColumn, timeColumn } from './segment-columns.ts';
import type { EventRows } from './segment-writer.ts';

/** What the catalog wants to know of a segment: rows, first and last time, rows by object and generation. */
export function tallyRows({ columns, rows }: EventRows): Pick<Segment, 'rows' | 'first' | 'last' | 'objects'> {
  const { words } = int64Column(columns, timeColumn);
  let first = rows[0];
  let last = rows[0];
  for (const row of rows) {
    if (isEarlier(words, row, first)) first = row;
    else if (isEarlier(words, last, row)) last = row;
  }
  const times = { first: int64ToBigInt(words, first), last: int64ToBigInt(words, last) };
  return { rows: rows.length, ...times, objects: countObjects({ columns, rows }) };
}

function countObjects({ columns, rows }: EventRows): readonly SegmentObject[] {
  const { ids, dictionary } = textColumn(columns, objectColumn);
  const generation = int64Column(columns, generationColumn).words;
  // Few objects and fewer generations: counted by number, so that no text is made for each row.
  const counts = Array.from({ length: dictionary.size + 1 }, () => new Map<number, number>());
  for (const row of rows) {
    const of = counts[ids[row]];
    const number = int64ToNumber(generation, row);
    of.set(number, (of.get(number) ?? 0) + 1);
  }
  return counts.flatMap((of, id) =>
    [...of].map(([number, count]) => ({ object: dictionary.text(id), generation: number, rows: count })),
  );
}
