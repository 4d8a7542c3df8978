import { KushiError } from '../core/error/error.ts';
import { and, or, type Query } from '../core/query/ast.ts';
import { printKql } from '../core/query/kql/print-kql.ts';
import { formatTime, nsPerSecond } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { fieldIs, textOf } from '../timeline/event-store.ts';
import { eventFields } from '../timeline/find-events.ts';
import { type EventJson, eventJson } from './event-json.ts';
import { type EventPlace, openRow } from './open-event.ts';
import { type Listing, rowsAfter, rowsBefore, tiesBefore } from './paging/page-rows.ts';
import type { Question } from './question.ts';
import { eventDatasets } from './search-events.ts';

/** What the neighbours of an event have in common with it. */
export const neighbourhoods = ['actor', 'address', 'host', 'all'] as const;
export type Neighbourhood = (typeof neighbourhoods)[number];

export interface AroundInput extends EventPlace {
  readonly by: Neighbourhood;
  readonly minutes: number;
  /** Most events on each side. */
  readonly limit: number;
}

export interface Around {
  /** The same events as a search. */
  readonly query: string;
  readonly from: string;
  readonly to: string;
  /** Neighbourhoods that the event can have: it must bear what they have in common. */
  readonly by: readonly Neighbourhood[];
  /** Oldest first; those nearest to the event. */
  readonly before: readonly EventJson[];
  readonly after: readonly EventJson[];
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
}

/** What happened around an event: of the same actor, address or host, or all there is. */
export const aroundEvent: Question<AroundInput, Around> = async ({ by, minutes, limit, ...place }, context) => {
  const { engine, snapshot, signal, content } = context;
  const row = await openRow(place, context);
  const query = queryOf(row, by);
  if (query === null)
    throw new KushiError('REQUEST_INVALID', `The event names no ${by}. Look at all events around it instead.`);
  const reach = BigInt(minutes) * 60n * nsPerSecond;
  const range = { from: row.time - reach, to: row.time + reach + 1n };
  const listing: Listing = {
    engine,
    snapshot,
    query,
    options: { ...range, datasets: eventDatasets(snapshot), fields: eventFields, signal },
    order: 'oldest',
  };
  const at = { ...place, time: row.time, ties: await tiesBefore(listing, row) };
  const [before, after] = [await rowsBefore(listing, at, limit), await rowsAfter(listing, at, limit)];
  const toJson = (found: EventRow) => eventJson(found, eventFields, content);
  return {
    query: query.kind === 'all' ? '' : printKql(query),
    from: formatTime(range.from),
    to: formatTime(range.to),
    by: neighbourhoods.filter((one) => queryOf(row, one) !== null),
    before: before.rows.map(toJson),
    after: after.rows.map(toJson),
    moreBefore: before.more,
    moreAfter: after.more,
  };
};

/** Fields that name one; the first that the event has is taken. */
const actorFields = ['aws.principal_arn', 'aws.access_key_id', 'user.name', 'user.id'];
const hostFields = ['cloud.instance.id', 'host.name', 'host.id', 'observer.name'];

function queryOf({ fields }: EventRow, by: Neighbourhood): Query | null {
  if (by === 'all') return { kind: 'all' };
  if (by === 'address') {
    const address = textOf(fields['source.ip']);
    return address === null ? null : or([fieldIs('source.ip', [address]), fieldIs('destination.ip', [address])]);
  }
  const name = (by === 'actor' ? actorFields : hostFields).find((field) => textOf(fields[field]) !== null);
  return name === undefined ? null : and([fieldIs(name, [textOf(fields[name]) ?? ''])]);
}
