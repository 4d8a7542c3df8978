import type { ColumnMemory } from '../../batch/column-memory.ts';
import { type Cells, pinned } from './cells.ts';
import { ListCells } from './list-cells.ts';
import type { Merge } from './operation.ts';
import { isEmpty, keepLast, type Slot } from './slot.ts';

/** A field of the batch in the making: a code a row. */
export interface FieldState {
  readonly cells: Cells;
  readonly codes: Uint32Array;
  /** Codes hardly repeat. */
  readonly unique: boolean;
  /** Some rows may be pinned as absent. */
  readonly hasPins: boolean;
}

export interface Merging {
  readonly merge: Merge;
  /** The field's own cells, which both are brought into. */
  readonly own: Cells;
  readonly columns: ColumnMemory;
}

/** The field after another operation made it too. */
export function mergeStates(earlier: FieldState | undefined, later: FieldState, how: Merging): FieldState {
  if (earlier === undefined) return later;
  const { merge, own, columns } = how;
  if (merge === 'fill' && hasEveryRow(earlier)) return earlier;
  const [strong, weak] = merge === 'replace' ? [later, earlier] : [earlier, later];
  const cells = strong.cells === weak.cells ? strong.cells : own;
  const strongCodes = convert(strong, cells, columns);
  const weakCodes = convert(weak, cells, columns);
  const codes =
    merge === 'add' && cells instanceof ListCells
      ? unite(strongCodes, weakCodes, { cells, columns })
      : pickFirst(strongCodes, weakCodes, columns);
  return { cells, codes, unique: strong.unique || weak.unique, hasPins: strong.hasPins || weak.hasPins };
}

/** Codes without pins, as columns and other operations read them. */
export function visibleCodes(state: FieldState): Uint32Array {
  return state.hasPins ? state.codes.map((code) => (code === pinned ? 0 : code)) : state.codes;
}

/** The field as an input of later operations, or undefined when no row has it. */
export function stateSlot(state: FieldState): Slot | undefined {
  const ids = visibleCodes(state);
  if (isEmpty(ids)) return undefined;
  const { cells, unique } = state;
  const { dictionary, size } = cells;
  const values = keepLast((id) => cells.values(id));
  return {
    source: dictionary ?? cells,
    ids,
    size,
    unique,
    values,
    ...(dictionary === undefined ? {} : { dictionary }),
  };
}

/** Every row has a value or a pin. */
export function hasEveryRow({ codes }: FieldState): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row] === 0) return false;
  return true;
}

function pickFirst(strong: Uint32Array, weak: Uint32Array, columns: ColumnMemory): Uint32Array {
  const codes = columns.uint32(strong.length);
  for (let row = 0; row < codes.length; row++) codes[row] = strong[row] === 0 ? weak[row] : strong[row];
  return codes;
}

/** Row by row both lists in one; a pin on either side stays. */
export function unite(
  a: Uint32Array,
  b: Uint32Array,
  { cells, columns }: { readonly cells: ListCells; readonly columns: ColumnMemory },
): Uint32Array {
  const codes = columns.uint32(a.length);
  for (let row = 0; row < codes.length; row++) {
    codes[row] = a[row] === pinned || b[row] === pinned ? pinned : cells.union(a[row], b[row]);
  }
  return codes;
}

/** The state's codes in other cells; each distinct code is looked up once. */
function convert(state: FieldState, into: Cells, columns: ColumnMemory): Uint32Array {
  if (state.cells === into) return state.codes;
  const known = new Uint32Array(state.cells.size + 1);
  const codes = columns.uint32(state.codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = state.codes[row];
    if (code === 0 || code === pinned) codes[row] = code;
    else codes[row] = known[code] ||= into.put(state.cells.value(code));
  }
  return codes;
}
