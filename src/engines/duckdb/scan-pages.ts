import type { EventRow, SearchOptions } from '../engine.ts';
import { type ReadContext, type Scan, scanRows } from './scan.ts';

/** Rows of the first page, and how much longer each page is than the one before. */
const firstPage = 1000;
const growth = 8;

/** Pages beyond this length are read without an end: sorting all is then no dearer. */
const longestPage = 100_000;

/**
 * The rows of a scan in order, page by page: whoever needs a few of them does not wait until DuckDB has sorted all.
 * A page asks for rows behind the last one of the page before.
 */
export async function* scanPages(
  scan: Omit<Scan, 'order' | 'limit' | 'after'> & { readonly order: NonNullable<SearchOptions['order']> },
  wanted: number,
  context: ReadContext,
): AsyncGenerator<EventRow> {
  let after: EventRow | undefined;
  for (let size = Math.max(firstPage, 2 * wanted); ; size *= growth) {
    const limit = size <= longestPage ? size : undefined;
    let rows = 0;
    for await (const row of scanRows({ ...scan, limit, after }, context)) {
      rows++;
      after = row;
      yield row;
    }
    if (limit === undefined || rows < limit) return;
  }
}
