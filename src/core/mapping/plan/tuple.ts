import type { ColumnMemory } from '../../batch/column-memory.ts';
import type { PairTable } from './pair-table.ts';
import type { PairTables } from './pair-tables.ts';
import type { Slot } from './slot.ts';

/** Several slots as one: a dense id for each distinct tuple of their ids. */
export interface Tuple {
  readonly source: object;
  readonly ids: Uint32Array;
  readonly size: number;
  readonly unique: boolean;
  readonly slots: readonly Slot[];
  /** Chain of tables, one fewer than slots: the first pairs slots 0 and 1, the next its result with slot 2 … */
  readonly tables: readonly PairTable[];
}

/** Id columns of one batch that were paired already, so that operations on the same inputs pair them once. */
export type PairedColumns = Map<
  PairTable,
  { readonly a: Uint32Array; readonly b: Uint32Array; readonly ids: Uint32Array }[]
>;

/** What pairs are made with: tables of all batches, and columns of this one. */
export interface Pairing {
  readonly memory: { readonly pairs: PairTables };
  readonly paired: PairedColumns;
  readonly columns: ColumnMemory;
}

/** `slots` has at least one. When values hardly repeat the tuple is `unique`, and its ids are rows. */
export function tupleOf(slots: readonly Slot[], { memory: { pairs }, paired, columns }: Pairing): Tuple {
  const tables: PairTable[] = [];
  let { source, ids, size } = slots[0];
  let unique = slots.some((slot) => slot.unique);
  for (let at = 1; at < slots.length && !unique; at++) {
    const table = pairs.table(source, slots[at].source);
    if (table.mostlyDistinct) {
      unique = true;
      break;
    }
    ids = pairColumns(table, [ids, slots[at].ids], { paired, columns });
    tables.push(table);
    source = table;
    size = table.size;
  }
  return { source, ids, size, unique, slots, tables };
}

/** The slots' ids of one tuple id, into `parts`. */
export function splitTuple(tuple: Tuple, id: number, parts: Uint32Array): void {
  let rest = id;
  for (let at = tuple.tables.length - 1; at >= 0; at--) {
    parts[at + 1] = tuple.tables[at].second(rest);
    rest = tuple.tables[at].first(rest);
  }
  parts[0] = rest;
}

function pairColumns(
  table: PairTable,
  [a, b]: readonly [Uint32Array, Uint32Array],
  { paired, columns }: Pick<Pairing, 'paired' | 'columns'>,
): Uint32Array {
  const known = paired.get(table) ?? [];
  const same = known.find((entry) => entry.a === a && entry.b === b);
  if (same !== undefined) return same.ids;
  const ids = table.index(a, b, columns);
  paired.set(table, [...known, { a, b, ids }]);
  return ids;
}
