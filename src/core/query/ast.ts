/**
 * The one form every question takes: KQL from the search bar, Sigma rules, hunts and pivots. Logic is two-valued: a test
 * on an absent field is false, and `not` turns that into true. On a field with many values a test holds if any value
 * passes it. `field` is an ECS or vendor field, or `record.<vendor path>`.
 */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'and'; readonly of: readonly Query[] }
  | { readonly kind: 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'test'; readonly field: string; readonly test: Test }
  /** Any value of the record, and its raw text, as Sigma's keywords and free words in the search bar ask. */
  | { readonly kind: 'keyword'; readonly test: TextTest };

/** A piece of a wildcard pattern: literal text, or any run of characters (`*`), or exactly one (`?`). */
export type PatternPart = { readonly literal: string } | { readonly wild: '*' | '?' };

export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** Letter case is folded (see fold-case.ts) unless `cased`. */
export type TextTest =
  | { readonly op: 'equals'; readonly value: string; readonly cased: boolean }
  | { readonly op: 'contains' | 'startswith' | 'endswith'; readonly value: string; readonly cased: boolean }
  | { readonly op: 'like'; readonly parts: readonly PatternPart[]; readonly cased: boolean }
  /** RE2 syntax, found anywhere unless anchored; flags are any of i, m, s. */
  | { readonly op: 'regex'; readonly pattern: string; readonly flags: string };

export type Test =
  | TextTest
  /** For numeric, date and boolean fields `equals` compares values, not spelling: 1 is 1.0. */
  | { readonly op: 'lt' | 'lte' | 'gt' | 'gte'; readonly value: string }
  | { readonly op: 'cidr'; readonly cidr: string }
  | { readonly op: 'exists' }
  /** The value is JSON null, the empty text, or the field is absent (Sigma's `null`). */
  | { readonly op: 'null' }
  /** A part of a date, in UTC (`week` as ISO 8601 counts), compared as a number: Sigma's time modifiers. */
  | {
      readonly op: 'datepart';
      readonly part: DatePart;
      readonly is: 'equals' | 'lt' | 'lte' | 'gt' | 'gte';
      readonly value: number;
    }
  /** The field's value relates to another field's value of the same event (Sigma's fieldref). */
  | {
      readonly op: 'fieldref';
      readonly field: string;
      readonly how: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly cased: boolean;
    };

export const all: Query = { kind: 'all' };
export const none: Query = { kind: 'none' };

/** Conjunction, flattened; of nothing it is `all`. */
export function and(of: readonly Query[]): Query {
  const flat = of.flatMap((query) => (query.kind === 'and' ? query.of : query.kind === 'all' ? [] : [query]));
  if (flat.some((query) => query.kind === 'none')) return none;
  return flat.length === 0 ? all : flat.length === 1 ? flat[0] : { kind: 'and', of: flat };
}

/** Disjunction, flattened; of nothing it is `none`. */
export function or(of: readonly Query[]): Query {
  const flat = of.flatMap((query) => (query.kind === 'or' ? query.of : query.kind === 'none' ? [] : [query]));
  if (flat.some((query) => query.kind === 'all')) return all;
  return flat.length === 0 ? none : flat.length === 1 ? flat[0] : { kind: 'or', of: flat };
}

export function not(of: Query): Query {
  if (of.kind === 'not') return of.of;
  return of.kind === 'all' ? none : of.kind === 'none' ? all : { kind: 'not', of };
}
