import { ValueKind } from '../batch/dictionary.ts';
import { formatTime, parseTime } from '../time/rfc3339.ts';
import type { Test, TextTest } from './ast.ts';
import { compareText } from './compare-text.ts';
import { datePart } from './date-part.ts';
import { parseDateValue } from './date-value.ts';
import type { EventValue } from './field-access.ts';
import type { Comparison } from './field-types.ts';
import { foldCase } from './fold-case.ts';
import { parseCidr, parseIp } from './ip-value.ts';
import { compareNumbers, type NumberValue, parseNumber } from './number-value.ts';
import { compileTextTest } from './text-test.ts';

/** The tests that look at one value alone. */
export type ValueTest = Exclude<Test, { op: 'exists' | 'null' | 'fieldref' }>;
export type RangeOp = 'lt' | 'lte' | 'gt' | 'gte';
export type RangeTest = Extract<Test, { op: 'lt' | 'lte' | 'gt' | 'gte' }>;
type Passes = (value: EventValue) => boolean;

const inOrder: Readonly<Record<RangeOp | 'equals', (order: number) => boolean>> = {
  equals: (order) => order === 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

const never: Passes = () => false;

/** A test of one value that is not JSON null. A query value that does not fit the comparison never passes. */
export function compileValueTest(test: ValueTest, comparison: Comparison): Passes {
  if (isRange(test)) return compileRange(test.op, test.value, comparison);
  if (test.op === 'cidr') return compileCidr(test.cidr);
  if (test.op === 'equals') return compileEquals(test, comparison);
  if (test.op === 'datepart') return compileDatePart(test);
  const passes = compileTextTest(test);
  return (value) => passes(textOf(value, comparison));
}

export function isRange(test: Test): test is RangeTest {
  return test.op === 'lt' || test.op === 'lte' || test.op === 'gt' || test.op === 'gte';
}

/** What text tests see of a value: times in RFC 3339, everything else as it stands. */
export function textOf(value: EventValue, comparison: Comparison): string {
  const time = comparison === 'date' ? nanoseconds(value.text) : undefined;
  return time === undefined ? value.text : formatTime(time);
}

function compileEquals(test: TextTest & { op: 'equals' }, comparison: Comparison): Passes {
  switch (comparison) {
    case 'integer':
    case 'double':
      return compileNumber(test.value, comparison, inOrder.equals);
    case 'date': {
      const date = parseDateValue(test.value);
      return date === undefined ? never : compileTime((ns) => ns >= date.start && ns < date.end);
    }
    case 'boolean': {
      const wanted = foldCase(test.value);
      return (value) => value.text === wanted;
    }
    case 'ip': {
      const wanted = parseIp(test.value);
      return wanted === undefined ? never : (value) => parseIp(value.text) === wanted;
    }
    case 'record':
      return compileRecordEquals(test);
    case 'text': {
      const passes = compileTextTest(test);
      return (value) => passes(value.text);
    }
  }
}

function compileRecordEquals(test: TextTest & { op: 'equals' }): Passes {
  const number = compileNumber(test.value, 'record', inOrder.equals);
  const text = compileTextTest(test);
  return (value) => (value.kind === ValueKind.number ? number(value) : text(value.text));
}

function compileNumber(
  wanted: string,
  comparison: 'integer' | 'double' | 'record',
  passes: (order: number) => boolean,
): Passes {
  const exact = parseNumber(wanted);
  if (exact === undefined) return never;
  const number: NumberValue = comparison === 'double' ? Number(exact) : exact;
  return ({ text }) => {
    const value = parseNumber(text);
    if (value === undefined) return false;
    return passes(compareNumbers(comparison === 'double' ? Number(value) : value, number));
  };
}

function compileRange(op: RangeOp, wanted: string, comparison: Comparison): Passes {
  const passes = inOrder[op];
  switch (comparison) {
    case 'integer':
    case 'double':
      return compileNumber(wanted, comparison, passes);
    case 'date':
      return compileDateRange(op, wanted);
    case 'boolean':
      return never;
    case 'ip': {
      const address = parseIp(wanted);
      if (address === undefined) return never;
      return ({ text }) => {
        const value = parseIp(text);
        return value !== undefined && passes(compareText(value, address));
      };
    }
    default: {
      if (parseNumber(wanted) !== undefined) return compileNumber(wanted, 'record', passes);
      const folded = foldCase(wanted);
      return (value) => passes(compareText(foldCase(value.text), folded));
    }
  }
}

/** The instant a range on a date begins or ends at: `> 2026-11-24` is after that day, `<= 2026-11-24` includes it. */
export function dateBound(op: RangeOp, text: string): { op: 'lt' | 'gte'; ns: bigint } | undefined {
  const date = parseDateValue(text);
  if (date === undefined) return undefined;
  const behind = op === 'gt' || op === 'lte';
  return { op: op === 'gt' || op === 'gte' ? 'gte' : 'lt', ns: behind ? date.end : date.start };
}

function compileDateRange(op: RangeOp, wanted: string): Passes {
  const bound = dateBound(op, wanted);
  if (bound === undefined) return never;
  return compileTime(bound.op === 'lt' ? (ns) => ns < bound.ns : (ns) => ns >= bound.ns);
}

function compileTime(passes: (ns: bigint) => boolean): Passes {
  return ({ text }) => {
    const ns = nanoseconds(text);
    return ns !== undefined && passes(ns);
  };
}

/** A stored time: INT64 nanoseconds, or RFC 3339 in fields of many values and in records. */
function nanoseconds(text: string): bigint | undefined {
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : parseTime(text);
}

function compileCidr(cidr: string): Passes {
  const range = parseCidr(cidr);
  if (range === undefined) return never;
  return ({ text }) => {
    const ip = parseIp(text);
    return ip !== undefined && ip >= range.first && ip <= range.last;
  };
}

function compileDatePart(test: Extract<Test, { op: 'datepart' }>): Passes {
  const passes = inOrder[test.is];
  return compileTime((ns) => passes(datePart(ns, test.part) - test.value));
}
