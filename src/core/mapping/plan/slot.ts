import type { ColumnMemory } from '../../batch/column-memory.ts';
import type { Dictionary } from '../../batch/dictionary.ts';
import type { Value } from '../target.ts';

/** One input of an operation for one batch: an id a row, and what an id stands for. Id 0 is absent. */
export interface Slot {
  /** Whose ids these are. Memos hang on it: the same source gives the same id the same values until `reset`. */
  readonly source: object;
  readonly ids: Uint32Array;
  /** Highest id so far. */
  readonly size: number;
  /** Values hardly repeat or were not compared: work is done row by row, without a memo. */
  readonly unique: boolean;
  /** Set when ids are those of a dictionary, which an unchanged value can share. */
  readonly dictionary?: Dictionary;
  values(id: number): readonly Value[];
}

export const noValues: readonly Value[] = [];

/** The same values, which are asked for again right away: by the operation and to compare what came of them. */
export function keepLast(values: Slot['values']): Slot['values'] {
  let last = -1;
  let kept = noValues;
  return (id) => {
    if (id !== last) kept = values(id);
    last = id;
    return kept;
  };
}

/** True when no row has an id. */
export function isEmpty(ids: Uint32Array): boolean {
  for (let row = 0; row < ids.length; row++) if (ids[row] !== 0) return false;
  return true;
}

/** 0, 1, 2 … or `from` upwards: the ids of a slot whose values are found by row. */
export function rowIds(rows: number, from: number, columns: ColumnMemory): Uint32Array {
  const ids = columns.uint32(rows);
  for (let row = 0; row < rows; row++) ids[row] = row + from;
  return ids;
}
