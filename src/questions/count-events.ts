import { type AskedSearch, readSearch } from './asked-search.ts';
import type { Question } from './question.ts';
import { windowsOf } from './windows.ts';

/** So many were found in what was read so far. */
export interface CountPart {
  readonly count: number;
  /** Segments. */
  readonly done: number;
  readonly total: number;
}

/** How many events a query finds. */
export const countEvents: Question<AskedSearch, { readonly count: number }, CountPart> = async (input, context) => {
  const { query, options } = readSearch(input, context);
  let count = 0;
  for (const { snapshot, done, total } of windowsOf(context.snapshot, options)) {
    count += await context.engine.count(query, snapshot, options);
    context.progress(done, total);
    await context.part({ count, done, total });
  }
  return { count };
};
