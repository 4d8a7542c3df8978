import type { ValueKind } from '../batch/dictionary.ts';
import type { RecordColumn } from './reader.ts';
import { ValueColumn } from './value-column.ts';

/** Values that stand around records, by the name of their column. */
export type SideValues = ReadonlyMap<string, readonly { readonly text: string; readonly kind: ValueKind }[]>;

/** Columns beside those of a reader: what stands around its records, the same for all rows that came together. */
export class SideColumns {
  readonly #columns: ReadonlyMap<string, ValueColumn>;
  readonly #filled = new Set<string>();

  constructor(names: Iterable<string>) {
    this.#columns = new Map([...names].map((name) => [name, new ValueColumn()]));
  }

  /** Gives rows `from` to `to` those values whose columns are wanted. */
  put(from: number, to: number, values: SideValues): void {
    if (from === to) return;
    for (const [name, column] of this.#columns) {
      const all = values.get(name);
      if (all === undefined || all.length === 0) continue;
      this.#filled.add(name);
      for (let row = from; row < to; row++) column.put(row, all);
    }
  }

  /** The columns that have values, for so many rows. */
  take(rows: number): ReadonlyMap<string, RecordColumn> {
    const taken = [...this.#columns].filter(([name]) => this.#filled.has(name));
    this.#filled.clear();
    return new Map(taken.map(([name, column]) => [name, column.take(rows)]));
  }

  reset(): void {
    for (const column of this.#columns.values()) column.reset();
  }
}
