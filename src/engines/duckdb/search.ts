import { KushiError } from '../../core/error/error.ts';
import type { Query } from '../../core/query/ast.ts';
import { compileQuery } from '../../core/query/evaluate.ts';
import { queryNeeds } from '../../core/query/query-fields.ts';
import type { EventRow, SearchOptions, Snapshot } from '../engine.ts';
import { rowAccess } from '../row-access.ts';
import { rowOrder } from '../row-order.ts';
import { selectFields } from '../select-fields.ts';
import { whereBounds } from './group-source.ts';
import { mergeOrdered } from './merge-ordered.ts';
import { type ReadContext, scanRows } from './scan.ts';
import { dayWindows, groupSegments, type SegmentGroup, segmentsInRange } from './schema.ts';
import { isExact } from './sql/bounds.ts';
import { Parameters } from './sql/parameters.ts';
import { timeSlices } from './time-slices.ts';

/**
 * Rows in order, read window of days by window of days, so that all of a large store can be read in bounded memory and
 * a first page seldom looks further than the last day.
 */
export async function* searchRows(
  query: Query,
  snapshot: Snapshot,
  options: SearchOptions,
  context: ReadContext,
): AsyncGenerator<EventRow> {
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  if (options.signal?.aborted) throw new KushiError('INTERRUPTED', 'The search was stopped.');
  const read = fieldsToRead(query, options);
  const search = new GroupSearch(query, options, context);
  for (const window of dayWindows(segmentsInRange(snapshot.segments, options), options)) {
    if (left <= 0) return;
    const streams = groupSegments(window, read).map((group) => search.rows(group, read, left));
    for await (const row of mergeOrdered(streams, rowOrder(options.order))) {
      yield selectFields(row, options.fields);
      if (--left <= 0) break;
    }
  }
}

/** Fields wanted and fields the query needs where SQL cannot decide; undefined for all. */
function fieldsToRead(query: Query, { fields }: SearchOptions): ReadonlySet<string> | undefined {
  if (fields === undefined) return undefined;
  return new Set([...fields, ...queryNeeds(query).fields]);
}

class GroupSearch {
  readonly #query: Query;
  readonly #options: SearchOptions;
  readonly #context: ReadContext;

  constructor(query: Query, options: SearchOptions, context: ReadContext) {
    this.#query = query;
    this.#options = options;
    this.#context = context;
  }

  async *rows(group: SegmentGroup, read: ReadonlySet<string> | undefined, left: number): AsyncGenerator<EventRow> {
    const { order = 'newest', signal } = this.#options;
    const { fieldTypes, openRecord } = this.#context.options;
    const parameters = new Parameters();
    const bounds = whereBounds(this.#query, group, { range: this.#options, types: fieldTypes, parameters });
    const exact = isExact(bounds);
    const fields = exact ? this.#options.fields && new Set(this.#options.fields) : read && this.#withRecord(read);
    const limit = Number.isFinite(left) ? left : undefined;
    const scan = { group, where: bounds.upper, parameters, ...(fields && { fields }), order, signal };
    if (exact) {
      yield* scanRows({ ...scan, limit }, this.#context);
      return;
    }
    const passes = compileQuery(this.#query, fieldTypes);
    for (const slice of limit === undefined ? [undefined] : timeSlices(group, { ...this.#options, limit })) {
      for await (const row of scanRows({ ...scan, slice }, this.#context)) {
        if (passes(rowAccess(row, openRecord))) yield row;
      }
    }
  }

  #withRecord(read: ReadonlySet<string>): ReadonlySet<string> {
    return queryNeeds(this.#query).record ? new Set([...read, 'event.original']) : read;
  }
}
