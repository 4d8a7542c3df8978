import type { TextTest } from '../query/ast.ts';
import { foldCase } from '../query/fold-case.ts';
import type { Predicates } from './condition.ts';
import type { IndexedTest } from './field-index.ts';

/** The distinct tests of one field, or of keywords, and which predicates each of them is enough for. */
export interface TestTable<T extends IndexedTest = IndexedTest> {
  readonly tests: readonly T[];
  /** By test. */
  readonly predicates: readonly (readonly number[])[];
}

export interface Predicate {
  /** Null for keywords. */
  readonly field: string | null;
  readonly tests: readonly IndexedTest[];
}

export interface PredicateTable extends Predicates {
  readonly predicates: readonly Predicate[];
  readonly fields: ReadonlyMap<string, TestTable>;
  readonly keywords: TestTable<TextTest>;
}

interface GrowingTests<T extends IndexedTest> {
  readonly tests: T[];
  readonly predicates: number[][];
  readonly numbers: Map<string, number>;
}

/** Gathers the predicates of all rules, so that what many rules ask is asked once. */
export function createPredicateTable(): PredicateTable {
  const predicates: Predicate[] = [];
  const known = new Map<string, number>();
  const fields = new Map<string, GrowingTests<IndexedTest>>();
  const keywords = emptyTests<TextTest>();
  const number = <T extends IndexedTest>(table: GrowingTests<T>, field: string | null, tests: readonly T[]): number => {
    const ids = [...new Set(tests.map((test) => numberOf(table, test)))].sort((a, b) => a - b);
    const key = `${field ?? '\u0000'} ${ids.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const predicate = predicates.push({ field, tests }) - 1;
    known.set(key, predicate);
    for (const id of ids) table.predicates[id].push(predicate);
    return predicate;
  };
  return {
    predicates,
    fields,
    keywords,
    keyword: (tests) => number(keywords, null, tests),
    field(field, tests) {
      const table = fields.get(field) ?? emptyTests<IndexedTest>();
      fields.set(field, table);
      return number(table, field, tests);
    },
  };
}

function emptyTests<T extends IndexedTest>(): GrowingTests<T> {
  return { tests: [], predicates: [], numbers: new Map() };
}

function numberOf<T extends IndexedTest>(table: GrowingTests<T>, test: T): number {
  const key = testKey(test);
  const known = table.numbers.get(key);
  if (known !== undefined) return known;
  const id = table.tests.push(test) - 1;
  table.predicates.push([]);
  table.numbers.set(key, id);
  return id;
}

/** Equal for tests that say the same: letter case of what is compared without it does not count. */
function testKey(test: IndexedTest): string {
  if ('cased' in test && 'value' in test)
    return `${test.op} ${test.cased} ${test.cased ? test.value : foldCase(test.value)}`;
  return JSON.stringify(test);
}
