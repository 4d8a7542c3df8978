import type { ListColumn } from '../../batch/column.ts';
import { GrowingDictionary, ValueKind } from '../../batch/dictionary.ts';
import type { FieldValue, Value } from '../target.ts';
import type { Cells } from './cells.ts';
import { ListInterner } from './list-interner.ts';
import { grown } from './pair-table.ts';

/** Longer lists are searched for repeats by a set. */
const longList = 32;

/** An array field: each value once, first seen first. */
export class ListCells implements Cells {
  readonly #values = new GrowingDictionary();
  readonly #lists = new ListInterner();
  /** The list in the making. */
  #draft = new Uint32Array(64);
  /** The last two lists that were united, and what they made: rows in a row are often alike. */
  readonly #last = { a: 0, b: 0, union: 0 };

  get size(): number {
    return this.#lists.size;
  }

  put(value: FieldValue): number {
    if (typeof value !== 'object') {
      this.#draft[0] = this.#values.put(String(value));
      return this.#lists.put(this.#draft, 1);
    }
    if (value.length > longList) return this.#lists.put([...new Set(value.map((text) => this.#values.put(text)))]);
    let length = 0;
    for (const text of value) length = this.#draw(this.#values.put(text), length);
    return this.#lists.put(this.#draft, length);
  }

  /** The list of both lists' values, those of the first one first. */
  union(a: number, b: number): number {
    if (a === 0 || a === b) return b;
    if (b === 0) return a;
    const last = this.#last;
    if (a === last.a && b === last.b) return last.union;
    last.a = a;
    last.b = b;
    last.union = this.#unite(a, b);
    return last.union;
  }

  #unite(a: number, b: number): number {
    const { starts, items } = this.#lists;
    let length = starts[a + 1] - starts[a];
    if (length >= this.#draft.length) this.#draft = grown(this.#draft, length + 1);
    for (let at = 0; at < length; at++) this.#draft[at] = items[starts[a] + at];
    for (let at = starts[b]; at < starts[b + 1]; at++) length = this.#draw(items[at], length);
    return this.#lists.put(this.#draft, length);
  }

  /** Puts an id behind the first `length` of the draft, unless it is among them; returns how many there are then. */
  #draw(id: number, length: number): number {
    for (let at = 0; at < length; at++) if (this.#draft[at] === id) return length;
    if (length === this.#draft.length) this.#draft = grown(this.#draft, length + 1);
    this.#draft[length] = id;
    return length + 1;
  }

  value(code: number): readonly string[] {
    return Array.from(this.#lists.list(code), (id) => this.#values.text(id));
  }

  values(code: number): readonly Value[] {
    return Array.from(this.#lists.list(code), (id) => ({ text: this.#values.text(id), kind: ValueKind.text }));
  }

  column(codes: Uint32Array): ListColumn {
    return { kind: 'list', ids: codes, lists: this.#lists, dictionary: this.#values };
  }
}
