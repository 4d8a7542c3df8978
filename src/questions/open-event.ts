import { KushiError } from '../core/error/error.ts';
import { type EventDocument, toDocument } from '../core/event/document.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { type EventMatch, matchesOfEvent } from '../state/matches-of-event.ts';
import { type ObjectOrigin, originOf } from '../state/origin-of.ts';
import { type EventJson, eventJson } from './event-json.ts';
import type { Question, QuestionContext } from './question.ts';

/** An event by its identity. */
export interface EventPlace {
  /** Id of the object it was read from. */
  readonly object: string;
  /** Its first byte there. */
  readonly offset: number;
}

export interface OpenedEvent {
  readonly event: EventJson;
  /** The nested ECS document, without the raw record. */
  readonly document: EventDocument;
  readonly origin: {
    readonly name: string;
    readonly source: string;
    readonly size: number;
    /** When the object was last written, and how much later than the event that is, in seconds. */
    readonly written: string;
    readonly lagSeconds: number;
    readonly generation: number;
    /** Hash of the mapping that made the event. */
    readonly mapping: string;
  } | null;
  /** Rules that matched it, and the alert of each. */
  readonly matches: readonly EventMatch[];
}

/** One event whole, with where it came from and what matched it. Fails with NOT_FOUND. */
export const openEvent: Question<EventPlace, OpenedEvent> = async (place, context) => {
  const row = await openRow(place, context);
  const { 'event.original': _, ...fields } = row.fields;
  const [origin, matches] = await Promise.all([
    originOf(context.db, row.object, row.generation),
    matchesOfEvent(context.db, place),
  ]);
  return {
    event: eventJson(row, Object.keys(fields).sort(), context.content),
    document: toDocument({ ...row, fields }, context.content.vendorTypes),
    origin: origin === null ? null : originJson(origin, row),
    matches,
  };
};

export async function openRow(
  { object, offset }: EventPlace,
  { engine, snapshot }: Pick<QuestionContext, 'engine' | 'snapshot'>,
): Promise<EventRow> {
  const row = await engine.open(object, offset, snapshot);
  if (row !== null) return row;
  throw new KushiError(
    'NOT_FOUND',
    'There is no such event. Retention may have removed it, or its object was read anew.',
  );
}

function originJson({ time, ...origin }: ObjectOrigin, row: EventRow): NonNullable<OpenedEvent['origin']> {
  return {
    ...origin,
    written: formatTime(time),
    lagSeconds: Number((time - row.time) / 1_000_000n) / 1000,
    generation: row.generation,
  };
}
