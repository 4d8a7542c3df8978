import type { Query } from '../../core/query/ast.ts';
import type { Engine, EventRow, SearchOptions, Snapshot } from '../../engines/engine.ts';
import { rowOrder } from '../../engines/row-order.ts';

type Order = 'newest' | 'oldest';

/** What is paged through: everything but where a page begins. */
export interface Listing {
  readonly engine: Engine;
  readonly snapshot: Snapshot;
  readonly query: Query;
  readonly options: Omit<SearchOptions, 'limit' | 'order'>;
  readonly order: Order;
}

/** A row, and how many rows of its very instant come before it. */
export interface Place {
  readonly time: bigint;
  readonly object: string;
  readonly offset: number;
  readonly ties: number;
}

export interface RowPage {
  readonly rows: readonly EventRow[];
  /** Of the first and last row; null when there are none. */
  readonly first: Place | null;
  readonly last: Place | null;
  /** Whether there is more on the side that was asked for. */
  readonly more: boolean;
}

/**
 * The rows behind a place, or the first ones. Engines know no place within an instant, and logs with whole seconds have
 * thousands of rows in one; so the place tells how many to pass over.
 */
export async function rowsAfter(listing: Listing, place: Place | null, limit: number): Promise<RowPage> {
  const { order } = listing;
  const passed = place === null ? 0 : place.ties + 1;
  const rows: EventRow[] = [];
  let more = false;
  let last = place;
  for await (const row of searched(listing, { ...fromPlace(listing, place), limit: limit + 1 + passed, order })) {
    if (place !== null && isUpTo(row, place)) continue;
    if (rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row);
    last = placeAfter(row, last);
  }
  const [first] = rows;
  return {
    rows,
    first: first === undefined ? null : placeAfter(first, place),
    last: rows.length === 0 ? null : last,
    more,
  };
}

/** The rows before a place, in the listing's order, nearest to it. */
export async function rowsBefore(listing: Listing, place: Place, limit: number): Promise<RowPage> {
  const same = await collected(
    searched(listing, { ...instant(place.time), limit: place.ties + 1, order: listing.order }),
  );
  const tied = same.filter((row) => isUpTo(row, place) && !isAt(row, place));
  const missing = limit - tied.length;
  const others = missing >= 0 ? await othersBefore(listing, place.time, missing + 1) : [];
  const all = [...others, ...tied];
  const from = Math.max(0, all.length - limit);
  const places = placesOf(all);
  return {
    rows: all.slice(from),
    first: places[from] ?? null,
    last: places[places.length - 1] ?? null,
    more: from > 0,
  };
}

/** How many rows of its very instant come before a row. */
export async function tiesBefore(listing: Listing, row: Omit<Place, 'ties'>): Promise<number> {
  let ties = 0;
  const same = searched(listing, { ...instant(row.time), order: listing.order, fields: [] });
  for await (const other of same) {
    if (isAt(other, { ...row, ties })) return ties;
    ties++;
  }
  return ties;
}

/** At least so many rows of instants before that of the place, as far as there are, with all of the farthest instant. */
async function othersBefore(listing: Listing, time: bigint, wanted: number): Promise<EventRow[]> {
  const { order, options } = listing;
  const back: Order = order === 'newest' ? 'oldest' : 'newest';
  const range = order === 'newest' ? { from: later(options.from, time + 1n) } : { to: earlier(options.to, time) };
  const near = await collected(searched(listing, { ...range, limit: wanted, order: back }));
  if (near.length < wanted) return near.sort(rowOrder(order));
  const farthest = near[near.length - 1].time;
  const tied = await collected(searched(listing, { ...instant(farthest), order }));
  return [...tied, ...near.filter((row) => row.time !== farthest).sort(rowOrder(order))];
}

function searched({ engine, query, snapshot, options }: Listing, more: SearchOptions): AsyncIterable<EventRow> {
  return engine.search(query, snapshot, { ...options, ...more });
}

function fromPlace({ order, options }: Listing, place: Place | null): Pick<SearchOptions, 'from' | 'to'> {
  if (place === null) return {};
  return order === 'newest' ? { to: earlier(options.to, place.time + 1n) } : { from: later(options.from, place.time) };
}

function instant(time: bigint): { from: bigint; to: bigint } {
  return { from: time, to: time + 1n };
}

/** Rows of one instant are in the order of object and offset, whichever way the times go. */
function isUpTo({ time, object, offset }: EventRow, place: Place): boolean {
  return time === place.time && (object < place.object || (object === place.object && offset <= place.offset));
}

function isAt({ object, offset }: EventRow, place: Place): boolean {
  return object === place.object && offset === place.offset;
}

function placeAfter({ time, object, offset }: EventRow, before: Place | null): Place {
  return { time, object, offset, ties: before !== null && before.time === time ? before.ties + 1 : 0 };
}

/** Places of rows of which the first begins its instant. */
function placesOf(rows: readonly EventRow[]): Place[] {
  const places: Place[] = [];
  for (const row of rows) places.push(placeAfter(row, places[places.length - 1] ?? null));
  return places;
}

async function collected(rows: AsyncIterable<EventRow>): Promise<EventRow[]> {
  const all: EventRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

function earlier(a: bigint | undefined, b: bigint): bigint {
  return a !== undefined && a < b ? a : b;
}

function later(a: bigint | undefined, b: bigint): bigint {
  return a !== undefined && a > b ? a : b;
}
