import type { EventRow } from '../engines/engine.ts';
import { eventKey } from './alerts-of.ts';
import { textOf } from './event-store.ts';
import type { ActorEvents } from './find-events.ts';
import { type Request, requestTarget } from './read-requests.ts';
import type { RoleChain } from './role-chain.ts';
import { sentenceOf } from './sentence.ts';

/** One event of the actor, told in a sentence. */
export interface TimelineEvent {
  readonly time: bigint;
  readonly dataset: string;
  readonly id: string;
  readonly object: string;
  readonly offset: number;
  /** Station of the chain whose key or name it carries; null for weak evidence. */
  readonly station: string | null;
  /** Whose call it is by its own words: an ARN, or the name of a user. */
  readonly principal: string | null;
  readonly action: string | null;
  readonly sentence: string;
  readonly outcome: string | null;
  readonly error: string | null;
  readonly address: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** `weak`: only the address joins it to the actor. */
  readonly evidence: 'exact' | 'weak';
  /** Alert it belongs to. */
  readonly alert: string | null;
}

export interface TimelineContext {
  /** Station of events that carry no key of the chain. */
  readonly self: string;
  readonly chain: RoleChain;
  /** Alerts by event. */
  readonly alertOf: ReadonlyMap<string, string>;
  readonly requests: ReadonlyMap<string, Request>;
}

/** Exact and weak events as one line of time, oldest first. */
export function toTimeline({ exact, weak }: ActorEvents, context: TimelineContext): TimelineEvent[] {
  const { self, chain } = context;
  const stations = new Set(chain.stations.map(({ id }) => id));
  const ownKeys = new Set(chain.ownKeys);
  const stationOf = ({ fields }: EventRow) => {
    const key = textOf(fields['aws.access_key_id']);
    const issued = textOf(fields['aws.issued_access_key_id']);
    const arn = textOf(fields['aws.principal_arn']);
    const own = [key, arn].find((id) => id !== null && stations.has(id));
    if (own !== undefined && own !== null) return own;
    // The record of the other account knows the caller only by the key it was given.
    const given = chain.stations.find(
      ({ id, side }) => id === issued || (side === 'self' && ownKeys.has(issued ?? '')),
    );
    const giver = key === null && issued !== null ? given?.links[0]?.by : null;
    return giver ?? self;
  };
  const events = [
    ...exact.map((row) => timelineEvent(row, stationOf(row), context)),
    ...weak.map((row) => timelineEvent(row, null, context)),
  ];
  return events.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function timelineEvent(row: EventRow, station: string | null, { alertOf, requests }: TimelineContext): TimelineEvent {
  const { time, dataset, object, offset, fields } = row;
  const key = eventKey(object, offset);
  const request = requests.get(key);
  return {
    time,
    dataset,
    id: textOf(fields['event.id']) ?? '',
    object,
    offset,
    station,
    principal: textOf(fields['aws.principal_arn']) ?? textOf(fields['user.name']),
    action: textOf(fields['event.action']),
    sentence: sentenceOf(row, request === undefined ? null : requestTarget(request)),
    outcome: textOf(fields['event.outcome']),
    error: textOf(fields['error.code']),
    address: textOf(fields['source.ip']),
    account: textOf(fields['cloud.account.id']),
    region: textOf(fields['cloud.region']),
    evidence: station === null ? 'weak' : 'exact',
    alert: alertOf.get(key) ?? null,
  };
}
