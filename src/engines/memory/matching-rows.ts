import { KushiError } from '../../core/error/error.ts';
import type { Query } from '../../core/query/ast.ts';
import { compileQuery } from '../../core/query/evaluate.ts';
import type { EventRow, SearchOptions } from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import { rowAccess } from '../row-access.ts';

type Limits = Pick<SearchOptions, 'from' | 'to' | 'datasets' | 'signal'>;

/** The rows that a query means, in the order they came. */
export function matchingRows(
  query: Query,
  rows: readonly EventRow[],
  { from, to, datasets, signal }: Limits,
  options: EngineOptions,
): readonly EventRow[] {
  throwIfStopped(signal);
  const passes = compileQuery(query, options.fieldTypes);
  return rows
    .filter((row) => datasets === undefined || datasets.includes(row.dataset))
    .filter((row) => (from === undefined || row.time >= from) && (to === undefined || row.time < to))
    .filter((row) => passes(rowAccess(row, options.openRecord)));
}

export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new KushiError('INTERRUPTED', 'The search was stopped.');
}
