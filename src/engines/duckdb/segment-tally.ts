import { int64ToBigInt, int64ToNumber } from '../../core/batch/column.ts';
import { isEarlier } from '../../core/entities/time-order.ts';
import type { Segment, SegmentObject } from '../engine.ts';
import { deadName } from './live-rows.ts';
import { generationColumn, int64Column, objectColumn, textColumn, timeColumn } from './segment-columns.ts';
import type { EventGroup } from './segment-writer.ts';

/** Counts what the catalog wants to know of a segment: rows, first and last time, rows by object and generation. */
export class SegmentTally {
  #rows = 0;
  #first: bigint | null = null;
  #last: bigint | null = null;
  readonly #objects = new Map<string, { object: string; generation: number; rows: number }>();

  add({ columns, rows }: EventGroup): void {
    if (rows.length === 0) return;
    this.#rows += rows.length;
    const { words } = int64Column(columns, timeColumn);
    let first = rows[0];
    let last = rows[0];
    for (const row of rows) {
      if (isEarlier(words, row, first)) first = row;
      else if (isEarlier(words, last, row)) last = row;
    }
    const earliest = int64ToBigInt(words, first);
    const latest = int64ToBigInt(words, last);
    this.#first = this.#first === null || earliest < this.#first ? earliest : this.#first;
    this.#last = this.#last === null || latest > this.#last ? latest : this.#last;
    this.#countObjects({ columns, rows });
  }

  result(): Pick<Segment, 'rows' | 'first' | 'last' | 'objects'> {
    const objects: readonly SegmentObject[] = [...this.#objects.values()];
    return { rows: this.#rows, first: this.#first ?? 0n, last: this.#last ?? 0n, objects };
  }

  #countObjects({ columns, rows }: EventGroup): void {
    const { ids, dictionary } = textColumn(columns, objectColumn);
    const generation = int64Column(columns, generationColumn).words;
    let at = 0;
    while (at < rows.length) {
      // Rows of one object mostly stand together.
      const start = at;
      const id = ids[rows[start]];
      const low = generation[2 * rows[start]];
      while (at < rows.length && ids[rows[at]] === id && generation[2 * rows[at]] === low) at++;
      this.#count({ object: dictionary.text(id), generation: int64ToNumber(generation, rows[start]) }, at - start);
    }
  }

  #count(pair: { object: string; generation: number }, rows: number): void {
    const name = deadName(pair);
    const counted = this.#objects.get(name) ?? { ...pair, rows: 0 };
    counted.rows += rows;
    this.#objects.set(name, counted);
  }
}
