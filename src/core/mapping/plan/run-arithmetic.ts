import type { Int64Column } from '../../batch/column.ts';
import type { BatchWork } from './batch-work.ts';
import { visibleCodes } from './field-state.ts';
import { columnCells, presence } from './number-cells.ts';
import type { Operation } from './operation.ts';

/** 2^32, one more than the low word can hold. */
const carry = 4294967296;

/** Adds or subtracts whole columns; false when the operation is none of these, or an input is no column of integers. */
export function runArithmetic(operation: Operation, work: BatchWork): boolean {
  if (operation.arithmetic === undefined || operation.inputs.length !== 2) return false;
  const [a, b] = operation.inputs.map((input) => int64Column(input, work));
  if (a === undefined || b === undefined) return false;
  const sign = operation.arithmetic === 'sum' ? 1 : -1;
  const words = work.columns.int32(work.rows * 2);
  const codes = work.columns.uint32(work.rows);
  let made = 0;
  for (let row = 0; row < work.rows; row++) {
    if (a.present?.[row] === 0 || b.present?.[row] === 0) continue;
    const low = (a.words[2 * row] >>> 0) + sign * (b.words[2 * row] >>> 0);
    const high = a.words[2 * row + 1] + sign * b.words[2 * row + 1] + Math.floor(low / carry);
    if (sign < 0 && high < 0) continue;
    words[2 * row] = low;
    words[2 * row + 1] = high;
    codes[row] = row + 1;
    made++;
  }
  const cells = columnCells({ kind: 'int64', words, present: made === work.rows ? null : presence(codes) }, codes);
  work.merge(operation.outputs[0], { cells, codes, unique: true, hasPins: false });
  return true;
}

function int64Column(input: string, work: BatchWork): Int64Column | undefined {
  const state = work.fields.get(input.slice('$ecs.'.length));
  const column = state?.cells.column(visibleCodes(state));
  return column?.kind === 'int64' ? column : undefined;
}
