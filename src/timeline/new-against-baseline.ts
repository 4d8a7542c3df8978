import { or } from '../core/query/ast.ts';
import { nsPerDay } from '../core/time/rfc3339.ts';
import type { Bucket, EventRow } from '../engines/engine.ts';
import { type EventStore, type Proof, proofOf, type TimeRange, textOf } from './event-store.ts';
import { actsItself, type Identity, identityQuery, lastingIdentity, roleName } from './identity.ts';

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

/** Fields that go together are read together; all at once would make nearly every event a group of its own. */
const fieldGroups: readonly (readonly string[])[] = [
  ['source.ip', 'source.as.organization.name', 'source.geo.country_iso_code'],
  ['event.action'],
  ['cloud.account.id', 'cloud.region', 'user_agent.name'],
  ['user.target.name'],
  ['aws.bucket'],
  ['url.domain'],
];
const comparedFields = fieldGroups.flat();

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
  const groups = byLastingIdentity(self, exact);
  const before = { from: range.from - baselineDays * nsPerDay, to: range.from };
  const identities = groups.map(([identity]) => identity);
  // A field that no event of now has costs no search.
  const wanted = fieldGroups.filter((fields) =>
    fields.some((field) => exact.some((row) => row.fields[field] !== undefined)),
  );
  const known = await knownValues(store, identities, wanted, before);
  for (const [{ name }, rows] of groups) {
    const { values: old, first } = known.get(name) ?? nothingKnown();
    const baseline = { who: name, ...judge(store, first, range.from) };
    baselines.push(baseline);
    if (baseline.status === 'compared') values.push(...newValues(name, rows, old));
    if (baseline.status !== 'first-seen') continue;
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
  readonly values: Map<string, Set<string>>;
  first: bigint | null;
}

const nothingKnown = (): Known => ({ values: new Map(comparedFields.map((field) => [field, new Set()])), first: null });

/** By the names of the identities. Those that differ in their user name are read together, since reading is what costs. */
async function knownValues(
  store: EventStore,
  identities: readonly Identity[],
  groups: readonly (readonly string[])[],
  before: TimeRange,
): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  for (const together of withDistinctUsers(identities)) {
    const query = or(together.map(identityQuery));
    const only = together.length === 1 ? together[0].name : null;
    const byUser = new Map(together.map((identity) => [userNameOf(identity), identity.name]));
    for (const group of groups) {
      const buckets = await store.engine.aggregate(query, store.snapshot, { by: ['user.name', ...group], ...before });
      for (const bucket of buckets) learn(known, only ?? byUser.get(bucket.key[0] ?? ''), group, bucket);
    }
  }
  return known;
}

function learn(known: Map<string, Known>, name: string | undefined, group: readonly string[], bucket: Bucket): void {
  if (name === undefined) return;
  const of = known.get(name) ?? nothingKnown();
  known.set(name, of);
  of.first = earlier(of.first, bucket.first);
  for (const [place, field] of group.entries()) {
    const value = bucket.key[place + 1];
    if (value !== null) of.values.get(field)?.add(value);
  }
}

/** As few lists as can be in which no two identities have the same user name. */
function withDistinctUsers(identities: readonly Identity[]): Identity[][] {
  const lists: Identity[][] = [];
  for (const identity of identities) {
    const fits = lists.find((list) => list.every((other) => userNameOf(other) !== userNameOf(identity)));
    if (fits === undefined) lists.push([identity]);
    else fits.push(identity);
  }
  return lists;
}

/** `user.name` of the identity's events. */
function userNameOf({ kind, name }: Identity): string {
  return kind === 'root' ? 'root' : roleName(name);
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
    comparedFields.forEach((field) => {
      const value = textOf(row.fields[field]);
      if (value === null || known.get(field)?.has(value)) return;
      const key = `${field}\0${value}`;
      const before = found.get(key) ?? { who, field, value, count: 0, proof: proofOf(row) };
      found.set(key, { ...before, count: before.count + 1 });
    });
  }
  const order = ({ field }: NewValue) => comparedFields.indexOf(field);
  return [...found.values()].sort((a, b) => order(a) - order(b));
}
