import { parseDateValue } from '../../../core/query/date-value.ts';
import { foldCase } from '../../../core/query/fold-case.ts';
import { type NumberValue, parseNumber } from '../../../core/query/number-value.ts';
import { dateBound, type RangeOp } from '../../../core/query/value-test.ts';
import { rangeSigns } from './ip-condition.ts';
import { timestamp } from './quote.ts';

export type NumericOp = RangeOp | 'equals';

const int64Max = 9223372036854775807n;
const int64Min = -9223372036854775808n;

/** The comparison of a BIGINT expression, or undefined when no value passes. */
export function integerCondition(sql: string, op: NumericOp, value: string): string | undefined {
  const number = parseNumber(value);
  if (number === undefined) return undefined;
  const exact = typeof number === 'bigint' ? { op, bound: number } : wholeBound(op, number);
  if (exact === undefined) return undefined;
  if (exact.bound > int64Max || exact.bound < int64Min) return beyond(sql, exact.op, exact.bound > 0n);
  return `${sql} ${exact.op === 'equals' ? '=' : rangeSigns[exact.op]} ${exact.bound}`;
}

/** A fraction is passed by whole numbers from the next one on. */
function wholeBound(op: NumericOp, number: number): { op: NumericOp; bound: bigint } | undefined {
  if (op === 'equals') return undefined;
  const clamped = Math.min(Math.max(number, -1e300), 1e300);
  return op === 'lt' || op === 'lte'
    ? { op: 'lte', bound: BigInt(Math.floor(clamped)) }
    : { op: 'gte', bound: BigInt(Math.ceil(clamped)) };
}

/** What a comparison with a number larger or smaller than every INT64 comes to. */
function beyond(sql: string, op: NumericOp, above: boolean): string | undefined {
  const passes = op !== 'equals' && (op === 'lt' || op === 'lte') === above;
  return passes ? `${sql} IS NOT NULL` : undefined;
}

export function doubleCondition(sql: string, op: NumericOp, value: string): string | undefined {
  const number: NumberValue | undefined = parseNumber(value);
  if (number === undefined) return undefined;
  return `${sql} ${op === 'equals' ? '=' : rangeSigns[op]} '${Number(number)}'::DOUBLE`;
}

export function dateCondition(sql: string, op: NumericOp, value: string): string | undefined {
  if (op !== 'equals') {
    const bound = dateBound(op, value);
    return bound === undefined ? undefined : `${sql} ${rangeSigns[bound.op]} ${timestamp(bound.ns)}`;
  }
  const date = parseDateValue(value);
  if (date === undefined) return undefined;
  return `(${sql} >= ${timestamp(date.start)} AND ${sql} < ${timestamp(date.end)})`;
}

export function booleanCondition(sql: string, op: NumericOp, value: string): string | undefined {
  const wanted = foldCase(value);
  return op === 'equals' && (wanted === 'true' || wanted === 'false') ? `${sql} = ${wanted.toUpperCase()}` : undefined;
}
