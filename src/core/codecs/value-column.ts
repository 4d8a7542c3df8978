import type { ListTable } from '../batch/column.ts';
import { GrowingDictionary, type ValueKind } from '../batch/dictionary.ts';
import { grow, makeUint32 } from './grow.ts';
import type { RecordColumn } from './reader.ts';

/** Distinct lists of ids; list 0 is the empty one. Tables handed out stay as they were. */
export class GrowingLists {
  size = 0;
  #starts: Uint32Array = new Uint32Array(2);
  #items: Uint32Array = new Uint32Array(0);

  /** Adds a list that is new and returns its id. */
  add(items: ArrayLike<number>): number {
    const start = this.#starts[this.size + 1];
    const end = start + items.length;
    this.#items = grow(this.#items, end, makeUint32);
    this.#items.set(items, start);
    this.size++;
    this.#starts = grow(this.#starts, this.size + 2, makeUint32);
    this.#starts[this.size + 1] = end;
    return this.size;
  }

  snapshot(): ListTable {
    return { starts: this.#starts, items: this.#items, size: this.size };
  }
}

/** One column gathered in JavaScript, value by value: the reference readers and what pattern matching gives. */
export class ValueColumn {
  #dictionary = new GrowingDictionary();
  #lists = new GrowingLists();
  #listIds = new Map<string, number>();
  #ids: Uint32Array = new Uint32Array(0);
  #many: Uint32Array | null = null;

  put(row: number, values: readonly { readonly text: string; readonly kind: ValueKind }[]): void {
    if (values.length === 0) return;
    const ids = values.map((value) => this.#dictionary.put(value.text, value.kind));
    this.#ids = grow(this.#ids, row + 1, makeUint32);
    this.#ids[row] = ids[0];
    if (ids.length === 1) return;
    this.#many = grow(this.#many ?? new Uint32Array(0), row + 1, makeUint32);
    this.#many[row] = this.#listId(ids);
  }

  take(rows: number): RecordColumn {
    const ids = grow(this.#ids, rows, makeUint32).subarray(0, rows);
    const many = this.#many && grow(this.#many, rows, makeUint32).subarray(0, rows);
    this.#ids = new Uint32Array(rows);
    this.#many = null;
    return { ids, dictionary: this.#dictionary, many, lists: this.#lists.snapshot() };
  }

  reset(): void {
    this.#dictionary = new GrowingDictionary();
    this.#lists = new GrowingLists();
    this.#listIds = new Map();
  }

  #listId(ids: readonly number[]): number {
    const key = ids.join();
    const known = this.#listIds.get(key);
    if (known !== undefined) return known;
    const id = this.#lists.add(ids);
    this.#listIds.set(key, id);
    return id;
  }
}
