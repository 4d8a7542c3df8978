import type { BatchWork } from './batch-work.ts';
import { pinned } from './cells.ts';
import { unite } from './field-state.ts';
import { ListCells } from './list-cells.ts';
import type { Slot } from './slot.ts';

/** A `related.*` field: the values of many fields in one list, beside what the mapping adds to it. */
export interface Collection {
  readonly field: string;
  readonly type: 'keyword' | 'ip';
  /** In the order their values come. */
  readonly from: readonly string[];
  /** A value as the list holds it, or undefined when it does not belong there. */
  take(text: string): string | undefined;
}

/** Unites the lists input by input; each distinct value is judged once, each distinct pair of lists united once. */
export function runCollection(collection: Collection, work: BatchWork): void {
  const { field, type, from } = collection;
  const cells = work.memory.cells(field, type, true);
  if (!(cells instanceof ListCells)) return;
  const added = work.fields.get(field);
  let codes: Uint32Array | undefined;
  for (const input of [...from, field]) {
    const slot = work.slot(`$ecs.${input}`);
    if (slot === undefined) continue;
    const lists = slotLists(collection, slot, cells, work);
    codes = codes === undefined ? lists : unite(codes, lists, { cells, columns: work.columns });
  }
  if (codes === undefined) return;
  const hasPins = added?.hasPins ?? false;
  if (hasPins) codes = codes.map((code, row) => (added!.codes[row] === pinned ? pinned : code));
  work.set(field, { cells, codes, unique: false, hasPins });
}

function slotLists(collection: Collection, slot: Slot, cells: ListCells, work: BatchWork): Uint32Array {
  const listOf = (id: number) => {
    const values = slot.values(id);
    if (values.length === 1) {
      const only = collection.take(values[0].text);
      return only === undefined ? 0 : cells.put(only);
    }
    return cells.put(values.flatMap(({ text }) => collection.take(text) ?? []));
  };
  return slot.unique
    ? slot.ids.map(listOf)
    : work.memory.table(collection, slot.source).codesOf(slot, listOf, work.columns);
}
