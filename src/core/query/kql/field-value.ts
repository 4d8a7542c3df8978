import { formatTime, nsPerSecond } from '../../time/rfc3339.ts';
import { and, type Query, type Test } from '../ast.ts';
import { type DateInterval, parseDateValue } from '../date-value.ts';
import type { Comparison } from '../field-types.ts';
import { foldCase } from '../fold-case.ts';
import { parseCidr, parseIp } from '../ip-value.ts';
import { parseNumber } from '../number-value.ts';
import type { RangeOp } from '../value-test.ts';
import { parseDateMath } from './date-math.ts';

/** `:` and the range signs as tests. */
export type ValueOp = 'equals' | RangeOp;

/** A field in a query, and what its values compare as. */
export interface QueryField {
  readonly name: string;
  readonly comparison: Comparison;
}

/** What a field must be compared with for the value to make sense, for messages. */
export const expectedValue: Readonly<Record<Comparison, string>> = {
  text: 'a text',
  record: 'a text',
  integer: 'a whole number such as 443',
  double: 'a number such as 0.5',
  date: 'a date such as 2026-11-24, "2026-11-24T07:00:00Z" or now-1d',
  boolean: 'true or false',
  ip: 'an address such as 192.0.2.1 or a network such as 203.0.113.0/24',
};

/** The test that a plain value is for a field, or undefined if the value does not fit the field's type. */
export function fieldValue(field: QueryField, op: ValueOp, value: string, now: bigint): Query | undefined {
  const test = (of: Test): Query => ({ kind: 'test', field: field.name, test: of });
  const plain: Test = op === 'equals' ? { op, value, cased: false } : { op, value };
  switch (field.comparison) {
    case 'integer':
    case 'double':
      return parseNumber(value) === undefined ? undefined : test(plain);
    case 'boolean':
      return op === 'equals' && /^(true|false)$/.test(foldCase(value)) ? test(plain) : undefined;
    case 'ip':
      if (op === 'equals' && value.includes('/')) {
        return parseCidr(value) === undefined ? undefined : test({ op: 'cidr', cidr: value });
      }
      return parseIp(value) === undefined ? undefined : test(plain);
    case 'date': {
      if (parseDateValue(value) !== undefined) return test(plain);
      const date = parseDateMath(value, now);
      return date === undefined ? undefined : and(dateTests(op, date).map(test));
    }
    default:
      return test(plain);
  }
}

/** Date math becomes fixed instants, so that a query means the same when it is kept. */
function dateTests(op: ValueOp, date: DateInterval): readonly Test[] {
  const from: Test = { op: 'gte', value: instant(op === 'gt' ? date.end : date.start) };
  const to: Test = { op: 'lt', value: instant(op === 'lt' ? date.start : date.end) };
  return op === 'equals' ? [from, to] : op === 'gt' || op === 'gte' ? [from] : [to];
}

/** With all nine decimals, since fewer would name a longer time. */
function instant(ns: bigint): string {
  const fraction = ((ns % nsPerSecond) + nsPerSecond) % nsPerSecond;
  return `${formatTime(ns - fraction).slice(0, -1)}.${String(fraction).padStart(9, '0')}Z`;
}
