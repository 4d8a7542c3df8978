import type { Int64Column, TextColumn } from '../batch/column.ts';
import { type Dictionary, ValueKind } from '../batch/dictionary.ts';
import { radixSort } from './radix-sort.ts';
import { rankTexts, storedText } from './text-order.ts';
import { copyTime, isEarlier } from './time-order.ts';

/**
 * Rows of the entity index: a value seen in an entity field on one day, with one action (absent when the field rolls up
 * by day), and when first, when last, how often. Sorted by value, field, action and day in byte order, each combination
 * once, so that a value is found by binary search.
 */
export interface EntityTable {
  readonly rows: number;
  readonly value: TextColumn;
  readonly field: TextColumn;
  readonly action: TextColumn;
  /** UTC day, `2026-11-24`. */
  readonly day: TextColumn;
  readonly first: Int64Column;
  readonly last: Int64Column;
  readonly count: Int64Column;
}

/** Sightings in any order and with repeats. Ids are places in the text lists; action 0 is absent. */
export interface Sightings {
  readonly size: number;
  readonly values: TextIds;
  readonly fields: TextIds;
  readonly actions: TextIds;
  readonly days: TextIds;
  /** INT64 nanoseconds, two words each. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly counts: Float64Array;
}

export interface TextIds {
  readonly ids: Uint32Array;
  readonly texts: readonly string[];
}

/** Sorts sightings and makes one row of those that are of the same value, field, action and day. */
export function entityTable(sightings: Sightings): EntityTable {
  const keys = [sightings.values, sightings.fields, sightings.actions, sightings.days].map(rankIds);
  const order = Uint32Array.from({ length: sightings.size }, (_, index) => index);
  const spare = new Uint32Array(sightings.size);
  for (const { ranks } of keys.toReversed()) radixSort(order, ranks, spare);
  const heads = firstOfEach(order, keys);
  const [value, field, action, day] = keys.map((key) => textColumn(key, order, heads));
  return { rows: heads.length, value, field, action, day, ...sums(sightings, order, heads) };
}

interface RankedIds {
  /** Rank of each sighting's text; absent (the empty text at place 0) sorts first. */
  readonly ranks: Uint32Array;
  readonly dictionary: Dictionary;
}

/** Place 0 of the texts is absent. It gets rank 0, and values get 1 and up, which then are their dictionary ids. */
function rankIds({ ids, texts }: TextIds): RankedIds {
  const { ranks, sorted } = rankTexts(texts.slice(1).map(storedText));
  return { ranks: ids.map((id) => (id === 0 ? 0 : ranks[id - 1] + 1)), dictionary: textDictionary(['', ...sorted]) };
}

/** A dictionary over texts that are distinct already; place 0 is absent. */
function textDictionary(texts: readonly string[]): Dictionary {
  return { size: texts.length - 1, unique: false, text: (id) => texts[id], kind: () => ValueKind.text };
}

/** Places in `order` where a new combination of keys begins. */
function firstOfEach(order: Uint32Array, keys: readonly RankedIds[]): Uint32Array {
  const heads = new Uint32Array(order.length);
  let size = 0;
  for (let at = 0; at < order.length; at++) {
    let isSame = at > 0;
    for (let key = 0; isSame && key < keys.length; key++) {
      isSame = keys[key].ranks[order[at]] === keys[key].ranks[order[at - 1]];
    }
    if (!isSame) heads[size++] = at;
  }
  return heads.subarray(0, size);
}

function textColumn(key: RankedIds, order: Uint32Array, heads: Uint32Array): TextColumn {
  return { kind: 'text', ids: heads.map((at) => key.ranks[order[at]]), dictionary: key.dictionary };
}

function sums(
  sightings: Sightings,
  order: Uint32Array,
  heads: Uint32Array,
): Pick<EntityTable, 'first' | 'last' | 'count'> {
  const first = new Int32Array(heads.length * 2);
  const last = new Int32Array(heads.length * 2);
  const count = new Int32Array(heads.length * 2);
  for (let row = 0; row < heads.length; row++) {
    const end = row + 1 < heads.length ? heads[row + 1] : order.length;
    let earliest = order[heads[row]];
    let latest = earliest;
    let total = 0;
    for (let at = heads[row]; at < end; at++) {
      const index = order[at];
      if (isEarlier(sightings.first, index, earliest)) earliest = index;
      if (isEarlier(sightings.last, latest, index)) latest = index;
      total += sightings.counts[index];
    }
    copyTime(sightings.first, earliest, first, row);
    copyTime(sightings.last, latest, last, row);
    count[2 * row] = total | 0;
    count[2 * row + 1] = Math.floor(total / 4294967296);
  }
  const column = (words: Int32Array): Int64Column => ({ kind: 'int64', words, present: null });
  return { first: column(first), last: column(last), count: column(count) };
}
