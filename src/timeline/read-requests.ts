import { and } from '../core/query/ast.ts';
import { nsPerSecond } from '../core/time/rfc3339.ts';
import { dayOf } from '../engines/day-of.ts';
import type { EventRow } from '../engines/engine.ts';
import { eventKey } from './alerts-of.ts';
import { type EventStore, fieldIs, rowsOf, textOf } from './event-store.ts';
import { targetOf } from './sentence.ts';
import { isSharing } from './sharing.ts';

/** What a call asked for: `requestParameters` of its record. */
export type Request = Readonly<Record<string, unknown>>;

/** Records are long, so they are opened only where the mapped fields do not tell enough, and at most so many. */
const mostRequests = 300;

/** The requests of calls that changed or read something no mapped field names, or that share; by event. */
export async function readRequests(
  store: EventStore,
  exact: readonly EventRow[],
): Promise<ReadonlyMap<string, Request>> {
  const wanted = exact.filter(isUntold).slice(0, mostRequests);
  const requests = new Map<string, Request>();
  if (wanted.length === 0) return requests;
  const keys = new Set(wanted.map(({ object, offset }) => eventKey(object, offset)));
  const places = new Set(wanted.map(({ dataset, time }) => `${dataset}\0${dayOf(time)}`));
  const segments = store.snapshot.segments.filter(({ dataset, day }) => places.has(`${dataset}\0${day}`));
  const ids = wanted.flatMap(({ fields }) => textOf(fields['event.id']) ?? []);
  const actions = wanted.flatMap(({ fields }) => textOf(fields['event.action']) ?? []);
  const query = and([fieldIs('event.action', [...new Set(actions)]), fieldIs('event.id', ids)]);
  const options = {
    from: wanted[0].time,
    to: wanted[wanted.length - 1].time + nsPerSecond,
    fields: ['event.original'],
  };
  for (const { object, offset, fields } of await rowsOf(
    { engine: store.engine, snapshot: { segments } },
    query,
    options,
  )) {
    const key = eventKey(object, offset);
    const request = keys.has(key) ? requestOf(textOf(fields['event.original']) ?? '') : null;
    if (request !== null) requests.set(key, request);
  }
  return requests;
}

function isUntold(row: EventRow): boolean {
  const { fields } = row;
  if (fields['aws.principal_arn'] === undefined || fields['event.outcome'] === 'failure') return false;
  const action = textOf(fields['event.action']) ?? '';
  return isSharing(action) || (targetOf(row) === null && !/^(List|Describe|GetCallerIdentity)/.test(action));
}

function requestOf(raw: string): Request | null {
  try {
    const { requestParameters } = JSON.parse(raw);
    return typeof requestParameters === 'object' ? requestParameters : null;
  } catch {
    return null;
  }
}

/** Members that name what a call is about end so; the first in the request is what it is about. */
const naming = /(?:^n|N)ame$|(?:I|^i)d(?:entifier)?$|Arn$|ARN$/;
const notNaming = /token|version|request|session|client|account/i;

/** What a request is about: the last part of the first name, id or ARN in it; null when it names nothing. */
export function requestTarget(request: Request): string | null {
  for (const [key, value] of Object.entries(request)) {
    if (typeof value === 'string' && value !== '' && naming.test(key) && !notNaming.test(key)) return lastPart(value);
  }
  for (const value of Object.values(request)) {
    const item = Array.isArray(value) ? value[0] : value;
    const target = typeof item === 'object' && item !== null ? requestTarget(item) : null;
    if (target !== null) return target;
  }
  return null;
}

function lastPart(name: string): string {
  return name.startsWith('arn:') ? name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1) : name;
}
