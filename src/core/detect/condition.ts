import type { Query, Test } from '../query/ast.ts';

/**
 * A rule's query as the detector evaluates it: tests have become numbers of predicates, each one field's "any of these
 * tests", which is what most lines of most rules are.
 */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'hit'; readonly predicate: number }
  /** Two fields of one event; both must be there, which `witness` says of the first. */
  | { readonly kind: 'relation'; readonly query: RelationQuery; readonly witness: number };

export type RelationQuery = { readonly kind: 'test'; readonly field: string; readonly test: Test & { op: 'fieldref' } };

/** Numbers predicates; equal ones get equal numbers. */
export interface Predicates {
  field(field: string, tests: readonly Exclude<Test, { op: 'fieldref' }>[]): number;
  keyword(tests: readonly KeywordTest[]): number;
}

export type KeywordTest = Extract<Query, { kind: 'keyword' }>['test'];

export function buildCondition(query: Query, predicates: Predicates): Condition {
  switch (query.kind) {
    case 'all':
      return { kind: 'always' };
    case 'none':
      return { kind: 'never' };
    case 'and':
      return { kind: 'and', of: query.of.map((part) => buildCondition(part, predicates)) };
    case 'or':
      return buildOr(query.of, predicates);
    case 'not':
      return { kind: 'not', of: buildCondition(query.of, predicates) };
    case 'keyword':
      return { kind: 'hit', predicate: predicates.keyword([query.test]) };
    case 'test': {
      const { field, test } = query;
      if (test.op !== 'fieldref') return { kind: 'hit', predicate: predicates.field(field, [test]) };
      const witness = predicates.field(field, [{ op: 'exists' }]);
      return { kind: 'relation', query: { kind: 'test', field, test }, witness };
    }
  }
}

/** Alternatives on the same field are one predicate. */
function buildOr(parts: readonly Query[], predicates: Predicates): Condition {
  const byField = new Map<string, Exclude<Test, { op: 'fieldref' }>[]>();
  const keywords: KeywordTest[] = [];
  const of: Condition[] = [];
  for (const part of parts) {
    if (part.kind === 'keyword') keywords.push(part.test);
    else if (part.kind === 'test' && part.test.op !== 'fieldref') {
      const tests = byField.get(part.field);
      if (tests === undefined) byField.set(part.field, [part.test]);
      else tests.push(part.test);
    } else of.push(buildCondition(part, predicates));
  }
  for (const [field, tests] of byField) of.push({ kind: 'hit', predicate: predicates.field(field, tests) });
  if (keywords.length > 0) of.push({ kind: 'hit', predicate: predicates.keyword(keywords) });
  return of.length === 1 ? of[0] : { kind: 'or', of };
}
