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
