import type { ListColumn } from '../../batch/column.ts';
import { GrowingDictionary, ValueKind } from '../../batch/dictionary.ts';
import type { FieldValue, Value } from '../target.ts';
import type { Cells } from './cells.ts';
import { ListInterner } from './list-interner.ts';
import { grown, PairTable } from './pair-table.ts';

/** An array field: each value once, first seen first. */
export class ListCells implements Cells {
  readonly #values = new GrowingDictionary();
  readonly #lists = new ListInterner();
  readonly #pairs = new PairTable();
  /** Pair of list ids → list id of their union, 0 until it is made. */
  #unions = new Uint32Array(256);

  get size(): number {
    return this.#lists.size;
  }

  put(value: FieldValue): number {
    const texts = typeof value === 'object' ? value : [String(value)];
    return this.#lists.put([...new Set(texts.map((text) => this.#values.put(text)))]);
  }

  /** The list of both lists' values, those of the first one first. Made once per pair of lists. */
  union(a: number, b: number): number {
    if (a === 0 || a === b) return b;
    if (b === 0) return a;
    const pair = this.#pairs.id(a, b);
    if (pair >= this.#unions.length) this.#unions = grown(this.#unions, pair + 1);
    if (this.#unions[pair] === 0) {
      this.#unions[pair] = this.#lists.put(joined(this.#lists.list(a), this.#lists.list(b)));
    }
    return this.#unions[pair];
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

/** Lists are short, so looking through one beats a set. */
function joined(a: Uint32Array, b: Uint32Array): readonly number[] {
  const ids: number[] = [];
  for (let at = 0; at < a.length; at++) ids.push(a[at]);
  for (let at = 0; at < b.length; at++) if (!a.includes(b[at])) ids.push(b[at]);
  return ids;
}
