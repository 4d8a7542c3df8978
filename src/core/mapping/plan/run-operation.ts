import type { Int64Column } from '../../batch/column.ts';
import type { Input, Read } from '../target.ts';
import type { BatchWork } from './batch-work.ts';
import { pinned } from './cells.ts';
import { copiedIds } from './copied-ids.ts';
import { visibleCodes } from './field-state.ts';
import { firstReadMemo } from './first-read.ts';
import { codeOf } from './memo.ts';
import { narrowSlot } from './narrow-slot.ts';
import { columnCells } from './number-cells.ts';
import type { Operation } from './operation.ts';
import { columnSlot } from './record-slots.ts';
import { runArithmetic } from './run-arithmetic.ts';
import { extendMemo, ownCells, runByMemo } from './run-by-memo.ts';
import { isEmpty, noValues, rowIds, type Slot } from './slot.ts';
import { SharedCells } from './text-cells.ts';
import { type Tuple, tupleOf } from './tuple.ts';

/** Makes the operation's fields for every row of the batch. */
export function runOperation(operation: Operation, work: BatchWork): void {
  if (operation.outputs.every(({ field, merge }) => merge === 'fill' && work.isFull(field))) return;
  if (copyColumn(operation, work) || runArithmetic(operation, work)) return;
  runOnSlots(operation, new Map(operation.inputs.map((input) => [input, narrowed(operation, input, work)])), work);
}

/** Takes values of the reader or another field over as they are; false when there are none or values would change. */
function copyColumn(operation: Operation, work: BatchWork): boolean {
  const { copies } = operation;
  if (copies === undefined) return false;
  const numbers = work.inputs.batch.numbers.get(copies);
  if (numbers !== undefined) {
    copyNumbers(operation, copies, numbers, work);
    return true;
  }
  if (copyTexts(operation, copies, work)) return true;
  const field = copies.startsWith('$ecs.') ? work.fields.get(copies.slice('$ecs.'.length)) : undefined;
  if (field === undefined) return false;
  work.merge(operation.outputs[0], { ...field, codes: visibleCodes(field), hasPins: false });
  return true;
}

/** Texts that are taken over as they are: the field shares their dictionary. */
function copyTexts(operation: Operation, input: Input, work: BatchWork): boolean {
  const { outputs, absent } = operation;
  const column = work.inputs.batch.columns.get(input);
  if (absent === undefined || column === undefined || column.many !== null) return false;
  const { ids, dictionary } = column;
  if (dictionary.size === 0) return true;
  const codes = copiedIds({ ids, dictionary }, absent, {
    known: work.memory.table(operation, dictionary),
    columns: work.columns,
  });
  if (codes === null) return false;
  const { unique } = dictionary;
  if (!isEmpty(codes)) work.merge(outputs[0], { cells: new SharedCells(dictionary), codes, unique, hasPins: false });
  return true;
}

/** The input, or what the operation needs of it: a slot with the ids of the narrow texts. */
function narrowed(operation: Operation, input: Input, work: BatchWork): Slot | undefined {
  const slot = work.slot(input);
  const { narrow } = operation;
  return slot === undefined || narrow === undefined ? slot : narrowSlot(slot, narrow, operation, work);
}

/** Plain numbers are there already; only what is not one goes through the operation. */
function copyNumbers(operation: Operation, input: Input, numbers: Int64Column, work: BatchWork): void {
  const codes = rowIds(work.rows, 1, work.columns);
  if (numbers.present !== null) {
    for (let row = 0; row < codes.length; row++) if (numbers.present[row] === 0) codes[row] = 0;
  }
  work.merge(operation.outputs[0], { cells: columnCells(numbers, codes), codes, unique: true, hasPins: false });
  const column = work.inputs.batch.columns.get(input);
  const rest = column === undefined ? undefined : columnSlot(column, work.memory.pairs, work.columns);
  if (rest !== undefined) runOnSlots(operation, new Map([[input, rest]]), work);
}

function runOnSlots(operation: Operation, slots: ReadonlyMap<Input, Slot | undefined>, work: BatchWork): void {
  const present = operation.inputs.filter((input) => slots.get(input) !== undefined);
  if (present.length === 0) {
    runConstant(operation, work);
    return;
  }
  const settled = firstReadMemo(operation, slots, present, work);
  if (settled !== undefined) {
    runByMemo(operation, work, settled.ids, settled.memo);
    return;
  }
  const tuple = tupleOf(
    present.map((input) => slots.get(input)!),
    work,
  );
  const parts = new Uint32Array(present.length);
  const read: Read = (input) => {
    const at = present.indexOf(input);
    return at < 0 ? noValues : tuple.slots[at].values(parts[at]);
  };
  if (tuple.unique) runByRow(operation, work, tuple, parts, read);
  else runByMemo(operation, work, tuple.ids, extendMemo(operation, work, present.join('\n'), tuple, parts, read));
}

/** No row has any input, so all rows have the same result. */
function runConstant(operation: Operation, work: BatchWork): void {
  const results = operation.evaluate(() => noValues);
  for (const [at, output] of operation.outputs.entries()) {
    const result = results[at];
    if (result.invalid !== undefined)
      for (let row = 0; row < work.rows; row++) work.countInvalid(output.field, row, result.invalid);
    if (result.value === undefined) continue;
    const cells = ownCells(operation, at, work);
    const code = codeOf(result, cells);
    const codes = work.columns.uint32(work.rows).fill(code);
    work.merge(output, { cells, codes, unique: false, hasPins: code === pinned });
  }
}

/** Inputs hardly repeat: the same code, once a row. */
function runByRow(operation: Operation, work: BatchWork, tuple: Tuple, parts: Uint32Array, read: Read): void {
  const cells = operation.outputs.map((_, at) => ownCells(operation, at, work));
  const columns = cells.map(() => work.columns.uint32(work.rows));
  const any = cells.map(() => false);
  for (let row = 0; row < work.rows; row++) {
    for (let at = 0; at < parts.length; at++) parts[at] = tuple.slots[at].ids[row];
    const results = operation.evaluate(read);
    for (let at = 0; at < results.length; at++) {
      const { value, invalid } = results[at];
      if (invalid !== undefined) work.countInvalid(operation.outputs[at].field, row, invalid);
      if (value === undefined) continue;
      columns[at][row] = codeOf(results[at], cells[at]);
      any[at] = true;
    }
  }
  for (const [at, output] of operation.outputs.entries()) {
    if (!any[at]) continue;
    const hasPins = columns[at].includes(pinned);
    work.merge(output, { cells: cells[at], codes: columns[at], unique: true, hasPins });
  }
}
