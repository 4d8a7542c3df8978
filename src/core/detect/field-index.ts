import { ValueKind } from '../batch/dictionary.ts';
import type { Test, TextTest } from '../query/ast.ts';
import { type EventValue, isPresent } from '../query/field-access.ts';
import type { Comparison } from '../query/field-types.ts';
import { type IpHex, parseCidr, parseIp } from '../query/ip-value.ts';
import { parseNumber } from '../query/number-value.ts';
import { compileValueTest, textOf } from '../query/value-test.ts';
import { buildTextIndex, isCased, matchText, type NumberedTest, type TextIndex } from './text-index.ts';

/** Tests of one value: all but those that relate two fields. */
export type IndexedTest = Exclude<Test, { op: 'fieldref' }>;

/** All tests of one field, answered together for one value. */
export interface FieldIndex {
  readonly comparison: Comparison;
  readonly exists: readonly number[];
  readonly nulls: readonly number[];
  /** `equals` on values that are not compared as text, by the form in which equal ones are alike. */
  readonly equals: ReadonlyMap<string, readonly number[]>;
  readonly networks: readonly { readonly number: number; readonly first: IpHex; readonly last: IpHex }[];
  readonly folded: TextIndex | null;
  readonly cased: TextIndex | null;
  readonly others: readonly { readonly number: number; readonly passes: (value: EventValue) => boolean }[];
}

export function buildFieldIndex(tests: readonly NumberedTest<IndexedTest>[], comparison: Comparison): FieldIndex {
  const equals = new Map<string, number[]>();
  const folded: NumberedTest<TextTest>[] = [];
  const cased: NumberedTest<TextTest>[] = [];
  const networks: FieldIndex['networks'][number][] = [];
  const others: FieldIndex['others'][number][] = [];
  for (const { number, test } of tests) {
    if (test.op === 'exists' || test.op === 'null') continue;
    if (test.op === 'cidr') {
      const range = parseCidr(test.cidr);
      if (range !== undefined) networks.push({ number, ...range });
    } else if (test.op === 'equals' && comparison !== 'text') {
      if (comparison === 'date') others.push({ number, passes: compileValueTest(test, comparison) });
      if (comparison === 'record') (test.cased ? cased : folded).push({ number, test });
      const key = comparison === 'date' ? undefined : equalsKey(test.value, comparison);
      if (key !== undefined) equals.set(key, [...(equals.get(key) ?? []), number]);
    } else if (isTextTest(test)) (isCased(test) ? cased : folded).push({ number, test });
    else others.push({ number, passes: compileValueTest(test, comparison) });
  }
  return {
    comparison,
    exists: numbersOf(tests, 'exists'),
    nulls: numbersOf(tests, 'null'),
    equals,
    networks,
    folded: folded.length === 0 ? null : buildTextIndex(folded, false),
    cased: cased.length === 0 ? null : buildTextIndex(cased, true),
    others,
  };
}

/** The numbers of all tests that the value passes; some may be there more than once. */
export function matchValue(index: FieldIndex, value: EventValue): readonly number[] {
  if (!isPresent(value)) return index.nulls;
  const { comparison, equals, networks, folded, cased, others } = index;
  const hits: number[] = [...index.exists];
  if (value.text === '') hits.push(...index.nulls);
  // Of a record only numbers are equal by value; where their texts are equal as well, that finds nothing more.
  if (equals.size > 0 && (comparison !== 'record' || value.kind === ValueKind.number)) {
    const key = equalsKey(value.text, comparison);
    const numbers = key === undefined ? undefined : equals.get(key);
    if (numbers !== undefined) hits.push(...numbers);
  }
  if (networks.length > 0) matchNetworks(networks, value.text, hits);
  if (folded !== null || cased !== null) {
    const text = textOf(value, comparison);
    if (folded !== null) matchText(folded, text, hits);
    if (cased !== null) matchText(cased, text, hits);
  }
  for (const { number, passes } of others) if (passes(value)) hits.push(number);
  return hits;
}

function matchNetworks(networks: FieldIndex['networks'], text: string, hits: number[]): void {
  const ip = parseIp(text);
  if (ip === undefined) return;
  for (const { number, first, last } of networks) if (ip >= first && ip <= last) hits.push(number);
}

function isTextTest(test: IndexedTest): test is TextTest {
  return ['equals', 'contains', 'startswith', 'endswith', 'like', 'regex'].includes(test.op);
}

function numbersOf(tests: readonly NumberedTest<IndexedTest>[], op: 'exists' | 'null'): readonly number[] {
  return tests.filter(({ test }) => test.op === op).map(({ number }) => number);
}

/** Values are equal when their keys are; undefined for what cannot be a value of the comparison. */
function equalsKey(text: string, comparison: Comparison): string | undefined {
  switch (comparison) {
    case 'ip':
      return parseIp(text);
    case 'boolean':
      return text.toLowerCase();
    case 'double': {
      const number = parseNumber(text);
      return number === undefined ? undefined : String(Number(number));
    }
    default:
      return parseNumber(text)?.toString();
  }
}
