import { type Column, int64ToNumber, type ListColumn, type TextColumn } from '../batch/column.ts';
import type { EventValue } from '../query/field-access.ts';
import { columnValues } from './column-values.ts';
import { type FieldIndex, matchValue } from './field-index.ts';
import { absentSet, emptySet, maxSets } from './hit-sets.ts';
import { createIdMemo, type IdMemo, type IdRows } from './id-memo.ts';
import { RowSets } from './row-sets.ts';

/** Distinct numbers that are remembered before they are forgotten and learnt anew. */
const maxNumbers = 1 << 16;

/**
 * What the values of one field hit. A value is looked at once for as long as its dictionary lives; rows only copy what
 * was found.
 */
export class FieldHits {
  readonly #index: FieldIndex;
  /** By test: the predicates it is enough for. */
  readonly #predicates: readonly (readonly number[])[];
  #memos = new WeakMap<object, IdMemo>();
  #numbers = new Map<number, number>();
  readonly rowSets: RowSets;

  constructor(index: FieldIndex, predicates: readonly (readonly number[])[]) {
    this.#index = index;
    this.#predicates = predicates;
    this.rowSets = new RowSets(this.#absent());
  }

  reset(): void {
    this.#memos = new WeakMap();
    this.#numbers = new Map();
    this.rowSets.reset(this.#absent());
  }

  /** Takes the field's column of a new batch; undefined when the batch has none. */
  bind(column: Column | undefined, rows: number): void {
    if (this.rowSets.sets.size > maxSets) this.reset();
    if (this.#numbers.size > maxNumbers) this.#numbers = new Map();
    if (column === undefined) {
      this.rowSets.clear();
      return;
    }
    if (column.kind === 'text') this.#bindText(column, rows);
    else if (column.kind === 'list') this.#bindList(column, rows);
    else this.#bindRows(column, rows);
  }

  #bindText({ ids, dictionary }: TextColumn, rows: number): void {
    const look = (id: number): number => this.#setOf([{ text: dictionary.text(id), kind: dictionary.kind(id) }]);
    const from = { ids, rows, size: dictionary.size };
    // Where values hardly repeat, those of other batches would be looked at for nothing.
    if (dictionary.unique) this.#bindRowsById(this.#memo(dictionary), from, look);
    else this.#bindIds(this.#memo(dictionary), from, look);
  }

  /** Where no value hits anything there is nothing to do for a row, unless a rule asks for absence. */
  #bindIds(memo: IdMemo, from: IdRows, look: (id: number) => number): void {
    if (this.rowSets.sets.predicates(absentSet).length === 0 && memo.isEvery(emptySet, from.size, look)) {
      this.rowSets.clear();
    } else this.#bindRowsById(memo, from, look);
  }

  #bindRowsById(memo: IdMemo, from: IdRows, look: (id: number) => number): void {
    memo.fill(from, this.rowSets.begin(from.rows), look);
    this.rowSets.link(from.rows);
  }

  #bindList({ ids, lists, dictionary }: ListColumn, rows: number): void {
    const items = this.#memo(dictionary);
    const lookItem = (id: number): number => this.#setOf([{ text: dictionary.text(id), kind: dictionary.kind(id) }]);
    const lookList = (list: number): number => {
      const [start, end] = [lists.starts[list], lists.starts[list + 1]];
      const { sets } = this.rowSets;
      if (start === end) return sets.intern(sets.predicates(absentSet));
      const predicates: number[] = [];
      for (let at = start; at < end; at++) predicates.push(...sets.predicates(items.find(lists.items[at], lookItem)));
      return sets.intern(predicates);
    };
    this.#bindIds(this.#memo(lists), { ids, rows, size: lists.size }, lookList);
  }

  /** Numbers and raw text have no dictionary; numbers that came lately are remembered by value. */
  #bindRows(column: Exclude<Column, TextColumn | ListColumn>, rows: number): void {
    const into = this.rowSets.begin(rows);
    for (let row = 0; row < rows; row++) {
      const key = numberKey(column, row);
      const known = key === undefined ? undefined : this.#numbers.get(key);
      if (known !== undefined) {
        into[row] = known;
        continue;
      }
      const values = columnValues(column, row);
      into[row] = values.length === 0 ? absentSet : this.#setOf(values);
      if (key !== undefined && values.length > 0) this.#numbers.set(key, into[row]);
    }
    this.rowSets.link(rows);
  }

  #setOf(values: readonly EventValue[]): number {
    const predicates: number[] = [];
    for (const value of values) {
      for (const test of matchValue(this.#index, value)) predicates.push(...this.#predicates[test]);
    }
    return this.rowSets.sets.intern(predicates);
  }

  #memo(owner: object): IdMemo {
    let memo = this.#memos.get(owner);
    if (memo === undefined) {
      memo = createIdMemo();
      this.#memos.set(owner, memo);
    }
    return memo;
  }

  /** The predicates that a field hits when it is absent. */
  #absent(): readonly number[] {
    return this.#index.nulls.flatMap((test) => this.#predicates[test]);
  }
}

/** The value itself where it is there and exact as a double. */
function numberKey(column: Exclude<Column, TextColumn | ListColumn>, row: number): number | undefined {
  if (column.kind === 'int64') {
    if (column.present !== null && column.present[row] === 0) return undefined;
    const number = int64ToNumber(column.words, row);
    return Number.isSafeInteger(number) ? number : undefined;
  }
  if (column.kind === 'double') {
    return column.present !== null && column.present[row] === 0 ? undefined : column.values[row];
  }
  return column.kind === 'boolean' && column.values[row] !== 0 ? column.values[row] : undefined;
}
