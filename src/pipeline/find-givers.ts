import { and, or, type Query } from '../core/query/ast.ts';
import { nsPerDay, nsPerSecond } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { recordOfCaller, stepFields } from '../timeline/access-steps.ts';
import { cutToSightings, type EventStore, fieldIs, rowsOf, type TimeRange, textOf } from '../timeline/event-store.ts';
import { daysOf } from '../timeline/find-events.ts';
import { identityOfShape, roleName } from '../timeline/identity.ts';
import { actorEvidence, madeUser, makingUsers, type TextOf } from './event-evidence.ts';

/** What the events of an alert name, and when they were. */
export interface NamedInAlert extends TimeRange {
  readonly values: readonly string[];
}

/** Somebody who handed out a key or made a user. */
interface Giving {
  readonly time: bigint;
  readonly by: readonly string[];
}

/** A key or user of before is looked for no further back; who made the staff's accounts has no part in what they do. */
const longestAgoNs = 7n * nsPerDay;

/** Clocks differ, so a key may seem to be used a little before it was handed out. */
const skewNs = 60n * nsPerSecond;

const mostSteps = 12;

/**
 * For each alert the actors who gave its keys or made its users, those who gave them theirs, and so on: the role chain
 * upwards. One look into the entity index and at most one search a step, however many alerts there are.
 */
export async function findGivers(
  store: EventStore,
  alerts: ReadonlyMap<string, NamedInAlert>,
): Promise<Map<string, readonly string[]>> {
  const known = new Map<string, readonly Giving[]>();
  const range = rangeOf([...alerts.values()]);
  let wanted = [...new Set([...alerts.values()].flatMap(({ values }) => values.filter(isGiven)))];
  for (let step = 0; wanted.length > 0 && step < mostSteps; step++) {
    const found = await givings(store, wanted, range);
    for (const value of wanted) known.set(value, found.get(value) ?? []);
    const givers = [...found.values()].flatMap((all) => all.flatMap(({ by }) => by));
    wanted = [...new Set(givers)].filter((value) => isGiven(value) && !known.has(value));
  }
  return new Map([...alerts].map(([id, alert]) => [id, allBefore(alert, known)]));
}

/** Keys are handed out, users are made; an event that does it names them. */
function isGiven(value: string): boolean {
  const kind = identityOfShape(value)?.kind;
  return kind === 'access-key' || kind === 'user';
}

function rangeOf(alerts: readonly TimeRange[]): TimeRange {
  const from = alerts.reduce((least, alert) => (alert.from < least ? alert.from : least), alerts[0]?.from ?? 0n);
  const to = alerts.reduce((most, alert) => (alert.to > most ? alert.to : most), 0n);
  return { from: from > longestAgoNs ? from - longestAgoNs : 0n, to: to + skewNs };
}

function allBefore(
  { values, from, to }: NamedInAlert,
  known: ReadonlyMap<string, readonly Giving[]>,
): readonly string[] {
  const found = new Set<string>();
  const queue = [...values];
  for (let value = queue.pop(); value !== undefined; value = queue.pop())
    for (const { time, by } of known.get(value) ?? []) {
      if (time < from - longestAgoNs || time >= to + skewNs) continue;
      for (const giver of by) {
        if (found.has(giver)) continue;
        found.add(giver);
        queue.push(giver);
      }
    }
  const own = new Set(values);
  return [...found].filter((value) => !own.has(value));
}

async function givings(
  store: EventStore,
  values: readonly string[],
  range: TimeRange,
): Promise<Map<string, readonly Giving[]>> {
  const users = new Map<string, string[]>();
  for (const value of values)
    if (value.startsWith('arn:')) users.set(roleName(value), [...(users.get(roleName(value)) ?? []), value]);
  const keys = values.filter((value) => !value.startsWith('arn:'));
  const rows = await givingRows(store, { keys, names: [...users.keys()] }, range);
  const found = new Map<string, readonly Giving[]>();
  for (const key of keys) {
    const row = recordOfCaller(rows.filter(({ fields }) => fields['aws.issued_access_key_id'] === key));
    if (row !== undefined) found.set(key, [givingOf(row)]);
  }
  for (const row of rows) {
    const made = madeUser(textsOf(row));
    if (made !== undefined && values.includes(made)) found.set(made, [...(found.get(made) ?? []), givingOf(row)]);
  }
  return found;
}

interface Wanted {
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

async function givingRows(store: EventStore, { keys, names }: Wanted, range: TimeRange): Promise<EventRow[]> {
  const fields = ['aws.issued_access_key_id', 'user.target.name'];
  const values = [...keys, ...names];
  const sightings = (await store.engine.sightings({ values, fields, ...daysOf(range) }, store.snapshot)).filter(
    ({ field, action }) =>
      field === 'aws.issued_access_key_id' || action === null || makingUsers.some((making) => making === action),
  );
  if (sightings.length === 0) return [];
  const seen = (field: string, of: readonly string[]) => {
    const all = new Set(sightings.filter((sighting) => sighting.field === field).map(({ value }) => value));
    return of.filter((value) => all.has(value));
  };
  const made: Query = and([
    fieldIs('user.target.name', seen('user.target.name', names)),
    fieldIs('event.action', makingUsers),
  ]);
  const query = or([fieldIs('aws.issued_access_key_id', seen('aws.issued_access_key_id', keys)), made]);
  return rowsOf(cutToSightings(store, sightings), query, { ...range, order: 'oldest', fields: stepFields });
}

function givingOf(row: EventRow): Giving {
  return { time: row.time, by: actorEvidence(textsOf(row)) };
}

function textsOf({ fields }: EventRow): TextOf {
  return (field) => textOf(fields[field]) ?? undefined;
}
