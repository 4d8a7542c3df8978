import { KushiError } from '../core/error/error.ts';
import { and, type Query } from '../core/query/ast.ts';
import { recordPrefix } from '../core/query/field-types.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { type AskedSearch, openField, readSearch } from './asked-search.ts';
import type { Question } from './question.ts';

export interface FieldValuesInput extends AskedSearch {
  readonly field: string;
  readonly order: 'most' | 'rarest';
  readonly limit: number;
}

export interface FieldValues {
  /** Events that the query finds, and those of them that have the field. */
  readonly events: number;
  readonly filled: number;
  readonly distinct: number;
  /** True when there are more distinct values than were counted. */
  readonly distinctIsLeast: boolean;
  readonly values: readonly {
    readonly value: string;
    readonly count: number;
    readonly first: string;
    readonly last: string;
  }[];
}

/** Values that are told apart; a field with more of them has as many as wanted. */
const mostDistinct = 10_000;

/** The exact values of a field in what a query finds. */
export const fieldValues: Question<FieldValuesInput, FieldValues> = async (input, context) => {
  const { order, limit } = input;
  const field = openField(input.field);
  if (field.startsWith(recordPrefix))
    throw new KushiError('REQUEST_INVALID', 'Values of record paths are not counted: only stored fields have columns.');
  const { engine, snapshot } = context;
  const { query, options } = readSearch(input, context);
  const has: Query = and([query, { kind: 'test', field, test: { op: 'exists' } }]);
  const by = [field === 'event.dataset' ? '@dataset' : field];
  const [events, filled, buckets] = await Promise.all([
    engine.count(query, snapshot, options),
    engine.count(has, snapshot, options),
    engine.aggregate(has, snapshot, { ...options, by, limit: mostDistinct + 1 }),
  ]);
  const known = buckets.filter(({ key }) => key[0] !== null);
  const chosen = order === 'most' ? known.slice(0, limit) : known.slice(-limit).reverse();
  return {
    events,
    filled,
    distinct: Math.min(known.length, mostDistinct),
    distinctIsLeast: known.length > mostDistinct,
    values: chosen.map(({ key, count, first, last }) => ({
      value: key[0] ?? '',
      count,
      first: formatTime(first),
      last: formatTime(last),
    })),
  };
};
