import type { ColumnMemory } from '../../batch/column-memory.ts';
import type { Read } from '../target.ts';
import type { BatchWork } from './batch-work.ts';
import { type Cells, cellKind } from './cells.ts';
import type { FieldState } from './field-state.ts';
import { OutputMemo } from './memo.ts';
import type { Operation } from './operation.ts';
import type { SourceMemo } from './segment-memory.ts';
import { noValues, type Slot } from './slot.ts';
import { SharedCells } from './text-cells.ts';
import { splitTuple, type Tuple } from './tuple.ts';

/** The memo over distinct tuples, with the results for all there are. */
export function extendMemo(
  operation: Operation,
  work: BatchWork,
  present: string,
  tuple: Tuple,
  parts: Uint32Array,
  read: Read,
): SourceMemo {
  const single = tuple.slots.length === 1 ? tuple.slots[0] : undefined;
  const memo = work.memory.memo(operation, present, tuple.source, () => createMemo(operation, work, single));
  for (let id = memo.done; id <= tuple.size; id++) {
    splitTuple(tuple, id, parts);
    const results = operation.evaluate(read);
    const input = single === undefined ? noValues : single.values(id);
    for (let at = 0; at < results.length; at++) memo.outputs[at].set(id, results[at], input);
  }
  memo.done = Math.max(memo.done, tuple.size + 1);
  return memo;
}

/** `single` is the only input, whose dictionary a text output may share. */
export function createMemo(operation: Operation, work: BatchWork, single: Slot | undefined): SourceMemo {
  const outputs = operation.outputs.map(({ type, array }, at) => {
    const shareable = cellKind(type, array) === 'text';
    return new OutputMemo(ownCells(operation, at, work), shareable ? single?.dictionary : undefined);
  });
  return { done: 0, outputs };
}

/** The fields of every row, by its id in the memo. */
export function runByMemo(operation: Operation, work: BatchWork, ids: Uint32Array, memo: SourceMemo): void {
  for (const [at, output] of operation.outputs.entries()) {
    const { codes, shared, any, hasPins, invalid } = memo.outputs[at];
    if (invalid.size > 0) countInvalid(output.field, work, ids, invalid);
    if (!any) continue;
    const state: FieldState = shared
      ? { cells: new SharedCells(shared), codes: ids, unique: false, hasPins: false }
      : { cells: ownCells(operation, at, work), codes: gather(codes, ids, work.columns), unique: false, hasPins };
    work.merge(output, state);
  }
}

function countInvalid(field: string, work: BatchWork, ids: Uint32Array, invalid: ReadonlyMap<number, string>): void {
  for (let row = 0; row < ids.length; row++) {
    const value = invalid.get(ids[row]);
    if (value !== undefined) work.countInvalid(field, row, value);
  }
}

/** The cells of an output's field. */
export function ownCells(operation: Operation, at: number, work: BatchWork): Cells {
  const { field, type, array } = operation.outputs[at];
  return work.memory.cells(field, type, array);
}

function gather(table: Uint32Array, ids: Uint32Array, columns: ColumnMemory): Uint32Array {
  const codes = columns.uint32(ids.length);
  for (let row = 0; row < codes.length; row++) codes[row] = table[ids[row]];
  return codes;
}
