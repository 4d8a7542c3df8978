import type { EventBatch } from '../batch/event-batch.ts';
import type { Query } from '../query/ast.ts';
import { compileQuery } from '../query/evaluate.ts';
import type { FieldAccess } from '../query/field-access.ts';
import { comparisonOf, type FieldTypes } from '../query/field-types.ts';
import { columnOfField, columnValues } from './column-values.ts';
import { buildCondition, type Condition, type RelationQuery } from './condition.ts';
import { FieldHits } from './field-hits.ts';
import { buildFieldIndex } from './field-index.ts';
import { KeywordHits, type KeywordTexts } from './keyword-hits.ts';
import { createPredicateTable, type PredicateTable } from './predicate-table.ts';
import type { RowSets } from './row-sets.ts';
import { cheapest, type Witnesses, witnessesOf } from './witnesses.ts';

export interface HitSource {
  readonly rowSets: RowSets;
}

/** A rule of one dataset, ready to run. */
export interface ProgramRule {
  /** Index in the detector's list of rules. */
  readonly rule: number;
  readonly witnesses: Witnesses;
  matches(row: number): boolean;
}

/** Everything about the rules of one dataset. */
export interface Program {
  readonly rules: readonly ProgramRule[];
  /** By predicate: the rules (indices of `rules`) that cannot match without it or one of its like. */
  readonly waiting: readonly (readonly number[])[];
  /** Rules that may match rows without a hit. */
  readonly restless: readonly number[];
  /** Fields whose columns are read. */
  readonly fields: ReadonlySet<string>;
  /** What holds the hits of a predicate; `rowSets` may be another object after each `bind`. */
  source(predicate: number): HitSource;
  /** Hit sets of all rows of a batch; the sources whose sets have changed. */
  bind(batch: EventBatch): readonly RowSets[];
  reset(): void;
}

export interface ProgramOptions {
  readonly types: FieldTypes;
  readonly keywordTexts: KeywordTexts;
}

export function buildProgram(queries: ReadonlyMap<number, Query>, { types, keywordTexts }: ProgramOptions): Program {
  const table = createPredicateTable();
  const conditions = [...queries].map(([rule, query]) => ({ rule, condition: buildCondition(query, table) }));
  const hits = new Map([...table.fields].map(([name, tests]) => [name, fieldHits(name, tests, types)]));
  const keywords = table.keywords.tests.length === 0 ? null : new KeywordHits(table.keywords, keywordTexts);
  const relations = new Set<string>();
  let bound: EventBatch | undefined;
  const access = (row: number): FieldAccess => ({ values: (field) => valuesOf(bound, field, row), keywords: () => [] });
  const source = (predicate: number): HitSource => {
    const { field } = table.predicates[predicate];
    return field === null ? keywords! : hits.get(field)!;
  };
  const relate = (query: RelationQuery): RowTest => {
    relations.add(query.field).add(query.test.field);
    const passes = compileQuery(query, types);
    return (row) => passes(access(row));
  };
  const rules = conditions.map(({ rule, condition }) => ({
    rule,
    witnesses: witnessesOf(condition, table.predicates),
    matches: compileCondition(condition, { source, relate }),
  }));
  return {
    rules,
    ...indexByWitness(rules, table),
    fields: new Set([...table.fields.keys(), ...relations]),
    source,
    bind(batch) {
      bound = batch;
      for (const [name, field] of hits) field.bind(columnOfField(batch, name), batch.rows);
      keywords?.bind(batch);
      return [...[...hits.values()].map((field) => field.rowSets), ...(keywords === null ? [] : [keywords.rowSets])];
    },
    reset() {
      bound = undefined;
      for (const field of hits.values()) field.reset();
    },
  };
}

type RowTest = (row: number) => boolean;

interface Leaves {
  source(predicate: number): HitSource;
  relate(query: RelationQuery): RowTest;
}

function compileCondition(condition: Condition, leaves: Leaves): RowTest {
  switch (condition.kind) {
    case 'always':
      return () => true;
    case 'never':
      return () => false;
    case 'and': {
      const of = condition.of.map((part) => compileCondition(part, leaves));
      return (row) => of.every((matches) => matches(row));
    }
    case 'or': {
      const of = condition.of.map((part) => compileCondition(part, leaves));
      return (row) => of.some((matches) => matches(row));
    }
    case 'not': {
      const matches = compileCondition(condition.of, leaves);
      return (row) => !matches(row);
    }
    case 'hit': {
      const { predicate } = condition;
      const source = leaves.source(predicate);
      return (row) => source.rowSets.has(row, predicate);
    }
    case 'relation':
      return leaves.relate(condition.query);
  }
}

function fieldHits(
  name: string,
  { tests, predicates }: NonNullable<ReturnType<PredicateTable['fields']['get']>>,
  types: FieldTypes,
): FieldHits {
  const numbered = tests.map((test, number) => ({ test, number }));
  return new FieldHits(buildFieldIndex(numbered, comparisonOf(name, types)), predicates);
}

function valuesOf(batch: EventBatch | undefined, field: string, row: number): ReturnType<FieldAccess['values']> {
  const column = batch === undefined ? undefined : columnOfField(batch, field);
  return column === undefined ? [] : columnValues(column, row);
}

/** Each rule waits for its least likely witness; the others are checked once that is there. */
function indexByWitness(rules: readonly ProgramRule[], table: PredicateTable): Pick<Program, 'waiting' | 'restless'> {
  const waiting: number[][] = table.predicates.map(() => []);
  const restless: number[] = [];
  for (const [index, { witnesses }] of rules.entries()) {
    const set = cheapest(witnesses, table.predicates);
    if (set === undefined) restless.push(index);
    else for (const predicate of set) waiting[predicate].push(index);
  }
  return { waiting, restless };
}
