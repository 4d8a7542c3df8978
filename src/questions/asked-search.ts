import { KushiError } from '../core/error/error.ts';
import type { Query } from '../core/query/ast.ts';
import type { SearchOptions } from '../engines/engine.ts';
import { parseSearch } from '../pipeline/parse-search.ts';
import { type AskedTimes, askedTimes } from './asked-range.ts';
import type { QuestionContext } from './question.ts';
import { eventDatasets } from './search-events.ts';

/** The events a question is about. */
export interface AskedSearch extends AskedTimes {
  readonly query: string;
  readonly datasets?: readonly string[] | undefined;
}

export interface ReadSearch {
  readonly query: Query;
  readonly options: Pick<SearchOptions, 'from' | 'to' | 'datasets' | 'signal'>;
}

/** A field whose values may be told without noting who read them. Throws REQUEST_INVALID for raw records. */
export function openField(field: string): string {
  if (field !== 'event.original') return field;
  throw new KushiError('REQUEST_INVALID', 'Raw records are not counted: read them one by one, or export them.');
}

/** Fails with QUERY_SYNTAX and TIME_INVALID. */
export function readSearch(
  input: AskedSearch,
  { content, snapshot, now, signal }: Omit<QuestionContext, 'part'>,
): ReadSearch {
  return {
    query: parseSearch(input.query, content, now),
    options: { ...askedTimes(input, now), datasets: eventDatasets(snapshot, input.datasets), signal },
  };
}
