import { formatTime, nsPerDay } from '../core/time/rfc3339.ts';
import { dayOf } from '../engines/day-of.ts';
import type { Sighting } from '../engines/engine.ts';
import { pastSightings } from '../state/past-sightings.ts';
import { identityOfShape } from '../timeline/identity.ts';
import type { Question } from './question.ts';

export interface EntityInput {
  /** A kind (`address`, `access-key`, …), a field (`source.ip`), or `any`. */
  readonly kind: string;
  readonly value: string;
}

export interface EntityCard {
  /** What the value is, judged by its shape and the fields it was seen in; null when it was never seen. */
  readonly kind: string | null;
  readonly value: string;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Events that it was seen in, those that retention has removed among them. */
  readonly events: number;
  /** Each of the last 30 days, oldest first, in UTC. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  readonly fields: readonly { readonly field: string; readonly count: number }[];
  readonly datasets: readonly { readonly dataset: string; readonly count: number }[];
  /** Those with most events; log types that roll up by day tell none. */
  readonly actions: readonly { readonly action: string; readonly count: number }[];
  /** First seen in the last 24 hours. Null when the store is younger than a week, and too young to compare. */
  readonly isNew: boolean | null;
}

const days = 30n;
const most = 20;

/** Fields in which each kind of entity is seen. */
const fieldsOfKind: Readonly<Record<string, readonly string[]>> = {
  address: ['source.ip', 'destination.ip', 'client.ip', 'server.ip', 'host.ip', 'related.ip'],
  'access-key': ['aws.access_key_id', 'aws.issued_access_key_id'],
  account: ['cloud.account.id'],
  instance: ['cloud.instance.id', 'host.id'],
  bucket: ['aws.bucket'],
  domain: ['url.domain', 'dns.question.name', 'destination.domain'],
  user: ['user.name', 'user.id', 'user.target.name', 'aws.principal_arn'],
  role: ['user.name', 'user.roles', 'aws.principal_arn', 'aws.resource_arns'],
  session: ['aws.principal_arn'],
  resource: ['aws.resource_arns'],
};

/** What a value is known by, from the entity index alone. */
export const entityCard: Question<EntityInput, EntityCard> = async ({ kind, value }, context) => {
  const { engine, snapshot, db, now } = context;
  const fields = kind === 'any' ? undefined : Object.hasOwn(fieldsOfKind, kind) ? fieldsOfKind[kind] : [kind];
  const [sightings, past] = await Promise.all([
    engine.sightings({ values: [value], ...(fields && { fields }) }, snapshot),
    pastSightings(db, [value]),
  ]);
  const all = [...sightings, ...past.filter(({ field }) => fields === undefined || fields.includes(field))];
  const first = all.reduce<bigint | null>(
    (least, seen) => (least === null || seen.first < least ? seen.first : least),
    null,
  );
  const last = all.reduce<bigint | null>(
    (latest, seen) => (latest === null || seen.last > latest ? seen.last : latest),
    null,
  );
  const oldest = snapshot.segments.reduce((least, segment) => (segment.first < least ? segment.first : least), now);
  const byField = counted(all, ({ field }) => field);
  return {
    kind: kindOf(value, byField[0]?.[0]),
    value,
    firstSeen: first === null ? null : formatTime(first),
    lastSeen: last === null ? null : formatTime(last),
    events: eventsOf(byField),
    days: perDay(sightings, now),
    fields: byField.map(([field, count]) => ({ field, count })),
    datasets: counted(all, ({ dataset }) => dataset).map(([dataset, count]) => ({ dataset, count })),
    actions: counted(sightings, ({ action }) => action)
      .slice(0, most)
      .map(([action, count]) => ({ action, count })),
    isNew: first === null || now - oldest < 7n * nsPerDay ? null : first >= now - nsPerDay,
  };
};

/** An event that bears the value in several fields is counted in each; the fullest field tells at least how many there are. */
function eventsOf(byField: readonly (readonly [string, number])[]): number {
  return byField[0]?.[1] ?? 0;
}

/** Sums by a name, largest first. */
function counted<T extends { readonly count: number }>(
  rows: readonly T[],
  name: (row: T) => string | null,
): [string, number][] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = name(row);
    if (key !== null) sums.set(key, (sums.get(key) ?? 0) + row.count);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function perDay(sightings: readonly Sighting[], now: bigint): EntityCard['days'] {
  const fields = counted(sightings, ({ field }) => field);
  const sums = new Map(
    counted(
      sightings.filter(({ field }) => field === fields[0]?.[0]),
      ({ day }) => day,
    ),
  );
  return Array.from({ length: Number(days) }, (_, index) => {
    const day = dayOf(now - (days - 1n - BigInt(index)) * nsPerDay);
    return { day, count: sums.get(day) ?? 0 };
  });
}

function kindOf(value: string, field: string | undefined): string | null {
  if (field === undefined) return null;
  const shaped = identityOfShape(value);
  if (shaped !== null) return shaped.kind;
  return Object.keys(fieldsOfKind).find((kind) => fieldsOfKind[kind].includes(field)) ?? field;
}
