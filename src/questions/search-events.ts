import { rejectDataset } from '../core/batch/reject-batch.ts';
import { KushiError } from '../core/error/error.ts';
import { recordPrefix } from '../core/query/field-types.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { segmentsInRange } from '../engines/duckdb/schema.ts';
import type { Snapshot } from '../engines/engine.ts';
import { parseSearch } from '../pipeline/parse-search.ts';
import { eventFields } from '../timeline/find-events.ts';
import { type AskedTimes, askedTimes, type Times } from './asked-range.ts';
import { type EventJson, eventJson } from './event-json.ts';
import { type Cursor, readCursor, writeCursor } from './paging/cursor.ts';
import { keepSnapshot, snapshotAgain } from './paging/kept-snapshots.ts';
import { type Listing, type Place, type RowPage, rowsAfter, rowsBefore } from './paging/page-rows.ts';
import type { Question, QuestionContext } from './question.ts';

export interface SearchInput extends AskedTimes {
  readonly query: string;
  readonly datasets?: readonly string[] | undefined;
  /** Shown in each row; those that say most when absent. */
  readonly fields?: readonly string[] | undefined;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  /** Of an earlier answer; range and order are as they were then. */
  readonly cursor?: string | undefined;
}

export interface EventPage {
  readonly events: readonly EventJson[];
  /** The range that was looked at, with relative times as they were when the first page was asked for. */
  readonly from: string | null;
  readonly to: string | null;
  /** Cursors of the pages behind and before this one; null when there is nothing. */
  readonly next: string | null;
  readonly previous: string | null;
  readonly segments: { readonly stored: number; readonly inRange: number };
}

/** One page of what a query finds. Pages that follow are of the same events, whatever is loaded meanwhile. */
export const searchEvents: Question<SearchInput, EventPage> = async (input, context) => {
  const { engine, content } = context;
  const cursor = input.cursor === undefined ? null : readCursor(input.cursor);
  const view = viewOf(input, cursor, context);
  const fields = input.fields ?? eventFields;
  const datasets = eventDatasets(view.snapshot, input.datasets);
  const listing: Listing = {
    engine,
    snapshot: view.snapshot,
    query: parseSearch(input.query, content, context.now),
    options: { ...view.times, datasets, fields: fieldsToRead(fields), signal: context.signal },
    order: view.order,
  };
  const place = cursor === null ? null : placeOf(cursor);
  const isBack = place !== null && cursor?.side === 'before';
  const page = isBack ? await rowsBefore(listing, place, input.limit) : await rowsAfter(listing, place, input.limit);
  return {
    events: page.rows.map((row) => eventJson(row, fields, content)),
    from: view.times.from === undefined ? null : formatTime(view.times.from),
    to: view.times.to === undefined ? null : formatTime(view.times.to),
    ...cursorsOf(page, place, isBack, view),
    segments: {
      stored: view.snapshot.segments.length,
      inRange: segmentsInRange(view.snapshot.segments, { ...view.times, datasets }).length,
    },
  };
};

/** Events and rejects are stored alike; a search is for events. */
export function eventDatasets({ segments }: Snapshot, asked?: readonly string[]): readonly string[] {
  const stored = new Set(segments.map(({ dataset }) => dataset));
  return [...stored].filter((dataset) => dataset !== rejectDataset && (asked === undefined || asked.includes(dataset)));
}

/** What is looked at: chosen by the first page, and the same on all others. */
interface View {
  readonly snapshot: Snapshot;
  readonly name: string;
  readonly thread: number;
  readonly asked: number;
  readonly times: Times;
  readonly order: 'newest' | 'oldest';
}

function viewOf(input: SearchInput, cursor: Cursor | null, { engine, snapshot, now }: QuestionContext): View {
  const nowMs = Number(now / 1_000_000n);
  if (cursor === null) {
    const { name, thread } = keepSnapshot(engine, snapshot, nowMs);
    return { snapshot, name, thread, asked: nowMs, times: askedTimes(input, now), order: input.order };
  }
  const { asked, thread, order, from, to } = cursor;
  const again = snapshotAgain(engine, snapshot, { name: cursor.snapshot, asked, now: nowMs });
  const times = { ...(from === null ? {} : { from: BigInt(from) }), ...(to === null ? {} : { to: BigInt(to) }) };
  return { snapshot: again, name: cursor.snapshot, thread, asked, times, order };
}

function placeOf({ time, object, offset, ties }: Cursor): Place {
  return { time: BigInt(time), object, offset, ties };
}

/** Fields to read for a page: those shown, those of the sentence, and the record when a field is in it. */
function fieldsToRead(shown: readonly string[]): readonly string[] {
  if (shown.includes('event.original'))
    throw new KushiError('REQUEST_INVALID', 'Raw records are not in lists: read them one by one, or export them.');
  const stored = shown.filter((name) => !name.startsWith(recordPrefix));
  return [...new Set([...eventFields, ...stored, ...(stored.length < shown.length ? ['event.original'] : [])])];
}

function cursorsOf(
  { rows, first, last, more }: RowPage,
  place: Place | null,
  isBack: boolean,
  view: View,
): Pick<EventPage, 'next' | 'previous'> {
  const write = (at: Place | null, side: Cursor['side']) =>
    at === null ? null : writeCursor(toCursor(view, at, side));
  if (rows.length === 0)
    return { next: isBack ? write(place, 'after') : null, previous: isBack ? null : write(place, 'before') };
  return {
    next: more || isBack ? write(last, 'after') : null,
    previous: isBack ? (more ? write(first, 'before') : null) : place === null ? null : write(first, 'before'),
  };
}

function toCursor({ name, thread, asked, times, order }: View, place: Place, side: Cursor['side']): Cursor {
  const { time, object, offset, ties } = place;
  return {
    snapshot: name,
    thread,
    asked,
    from: times.from === undefined ? null : String(times.from),
    to: times.to === undefined ? null : String(times.to),
    order,
    side,
    time: String(time),
    object,
    offset,
    ties,
  };
}
