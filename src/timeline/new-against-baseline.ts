import { nsPerDay } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { cutToSightings, type EventStore, type Proof, proofOf, type TimeRange, textOf } from './event-store.ts';
import { daysOf } from './find-events.ts';
import { actsItself, type Identity, identityFields, identityQuery, indexedName, lastingIdentity } from './identity.ts';

/** A value that an identity never had in the days before. */
export interface NewValue {
  /** The lasting identity it is new for: a role, a user, an address. */
  readonly who: string;
  /** `actor` when the identity itself was never seen before. */
  readonly field: string;
  readonly value: string;
  readonly count: number;
  readonly proof: Proof;
}

/** What an identity could be compared with. */
export interface Baseline {
  readonly who: string;
  /** `too-young`: seen, but for less than a week before the range, or the store itself reaches no further back. */
  readonly status: 'compared' | 'first-seen' | 'too-young';
  /** Days between its first event in the baseline, or that of the store, and the range. */
  readonly days: number;
}

export interface Novelty {
  readonly values: readonly NewValue[];
  readonly baselines: readonly Baseline[];
}

/** How far back is looked, and how much of it there must be. */
const baselineDays = 30n;
const enoughDays = 7;

const comparedFields = [
  'source.ip',
  'source.as.organization.name',
  'source.geo.country_iso_code',
  'event.action',
  'cloud.account.id',
  'cloud.region',
  'user_agent.name',
  'user.target.name',
  'aws.bucket',
  'url.domain',
];

/** Identities compared, those with most events first: each costs a search. */
const mostIdentities = 8;

/** Values in the actor's events that its lasting identities did not have in the 30 days before the range. */
export async function newAgainstBaseline(
  store: EventStore,
  self: Identity,
  exact: readonly EventRow[],
  range: TimeRange,
): Promise<Novelty> {
  const values: NewValue[] = [];
  const baselines: Baseline[] = [];
  for (const [identity, rows] of byLastingIdentity(self, exact)) {
    const before = { from: range.from - baselineDays * nsPerDay, to: range.from };
    const known = await knownValues(store, identity, before);
    const baseline = { who: identity.name, ...judge(store, known.first, range.from) };
    baselines.push(baseline);
    if (baseline.status === 'compared') values.push(...newValues(identity.name, rows, known.values));
    if (baseline.status !== 'first-seen') continue;
    const { name } = identity;
    values.push({ who: name, field: 'actor', value: name, count: rows.length, proof: proofOf(rows[0]) });
  }
  return { values, baselines };
}

function byLastingIdentity(self: Identity, exact: readonly EventRow[]): [Identity, EventRow[]][] {
  const groups = new Map<string, [Identity, EventRow[]]>();
  for (const row of exact) {
    const arn = textOf(row.fields['aws.principal_arn']);
    const identity = actsItself(self) ? lastingIdentity(arn ?? '') : self;
    if (identity === null) continue;
    const group = groups.get(identity.name);
    if (group === undefined) groups.set(identity.name, [identity, [row]]);
    else group[1].push(row);
  }
  return [...groups.values()].sort((a, b) => b[1].length - a[1].length).slice(0, mostIdentities);
}

interface Known {
  /** By place in `comparedFields`. */
  readonly values: readonly ReadonlySet<string>[];
  readonly first: bigint | null;
}

async function knownValues(store: EventStore, identity: Identity, before: TimeRange): Promise<Known> {
  const options = { values: [indexedName(identity)], fields: identityFields(identity), ...daysOf(before) };
  const sightings = await store.engine.sightings(options, store.snapshot);
  const values = comparedFields.map(() => new Set<string>());
  const { engine, snapshot } = cutToSightings(store, sightings);
  if (snapshot.segments.length === 0) return { values, first: null };
  const buckets = await engine.aggregate(identityQuery(identity), snapshot, { by: comparedFields, ...before });
  for (const { key } of buckets)
    key.forEach((value, place) => {
      if (value !== null) values[place].add(value);
    });
  const first = buckets.reduce<bigint | null>((least, bucket) => earlier(least, bucket.first), null);
  return { values, first };
}

function judge(store: EventStore, first: bigint | null, from: bigint): Omit<Baseline, 'who'> {
  const storeFirst = store.snapshot.segments.reduce<bigint | null>(
    (least, segment) => earlier(least, segment.first),
    null,
  );
  const days = (since: bigint | null) => (since === null || since >= from ? 0 : Number((from - since) / nsPerDay));
  if (first === null) {
    const history = Math.min(days(storeFirst), Number(baselineDays));
    return { status: history < enoughDays ? 'too-young' : 'first-seen', days: history };
  }
  return { status: days(first) < enoughDays ? 'too-young' : 'compared', days: days(first) };
}

function earlier(a: bigint | null, b: bigint): bigint {
  return a === null || b < a ? b : a;
}

function newValues(who: string, rows: readonly EventRow[], known: Known['values']): NewValue[] {
  const found = new Map<string, NewValue>();
  for (const row of rows) {
    comparedFields.forEach((field, place) => {
      const value = textOf(row.fields[field]);
      if (value === null || known[place].has(value)) return;
      const key = `${place}\0${value}`;
      const before = found.get(key) ?? { who, field, value, count: 0, proof: proofOf(row) };
      found.set(key, { ...before, count: before.count + 1 });
    });
  }
  const order = ({ field }: NewValue) => comparedFields.indexOf(field);
  return [...found.values()].sort((a, b) => order(a) - order(b));
}
