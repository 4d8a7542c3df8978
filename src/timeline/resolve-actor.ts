import { or, type Query } from '../core/query/ast.ts';
import type { Bucket, EventRow, Sighting } from '../engines/engine.ts';
import { cutToSightings, type EventStore, fieldIs, type Proof, proofOf, rowsOf, textsOf } from './event-store.ts';
import {
  type Identity,
  identityFields,
  identityOfShape,
  identityQuery,
  indexedName,
  lastingIdentity,
  userIn,
} from './identity.ts';

/** A name of the actor and the event that carries both it and the actor's own name. */
export interface Identifier {
  readonly field: string;
  readonly value: string;
  /** Events that carry both. */
  readonly count: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly proof: Proof | null;
}

export interface Resolution {
  readonly asked: string;
  /** Fields and log types the id was seen in. */
  readonly seen: readonly { readonly field: string; readonly dataset: string; readonly count: number }[];
  /** Null when nothing is known of the id, or several may be meant. */
  readonly identity: Identity | null;
  /** Who may be meant, when the id alone does not tell. */
  readonly candidates: readonly Identity[];
  /** Days the identity was seen in, for later searches. */
  readonly sightings: readonly Sighting[];
  readonly identifiers: readonly Identifier[];
}

/** From any id to who it is. Only events that carry two names join them; where that leaves a choice, nobody is chosen. */
export async function resolveActor(store: EventStore, asked: string): Promise<Resolution> {
  const sightings = await store.engine.sightings({ values: [asked] }, store.snapshot);
  const { identity, candidates } = await identify(store, asked, sightings);
  if (identity === null)
    return { asked, seen: seenIn(sightings), identity, candidates, sightings: [], identifiers: [] };
  const own = await sightingsOf(store, identity, asked, sightings);
  const identifiers = await identifiersOf(cutToSightings(store, own), identity);
  return { asked, seen: seenIn(sightings), identity, candidates, sightings: own, identifiers };
}

async function sightingsOf(
  store: EventStore,
  identity: Identity,
  asked: string,
  known: readonly Sighting[],
): Promise<readonly Sighting[]> {
  const fields = identityFields(identity);
  if (indexedName(identity) === asked) return known.filter(({ field }) => fields.includes(field));
  return store.engine.sightings({ values: [indexedName(identity)], fields }, store.snapshot);
}

function seenIn(sightings: readonly Sighting[]): Resolution['seen'] {
  const sums = new Map<string, { field: string; dataset: string; count: number }>();
  for (const { field, dataset, count } of sightings) {
    const key = `${field}\0${dataset}`;
    const sum = sums.get(key) ?? { field, dataset, count: 0 };
    sums.set(key, { ...sum, count: sum.count + count });
  }
  return [...sums.values()];
}

interface Identified {
  readonly identity: Identity | null;
  readonly candidates: readonly Identity[];
}

const nobody: Identified = { identity: null, candidates: [] };

async function identify(store: EventStore, asked: string, sightings: readonly Sighting[]): Promise<Identified> {
  const shaped = identityOfShape(asked);
  if (shaped !== null) {
    const seen = sightings.length > 0 || shaped.kind === 'role';
    return seen ? { identity: shaped, candidates: [] } : nobody;
  }
  const users = sightings.filter(({ field }) => field === 'user.name' || field === 'user.target.name');
  if (users.length > 0) {
    const named = or([fieldIs('user.name', [asked]), fieldIs('user.target.name', [asked])]);
    return oneOf(await principalsNamed(cutToSightings(store, users), asked, named), asked);
  }
  const things = { 'aws.bucket': 'bucket', 'url.domain': 'domain', 'aws.resource_arns': 'resource' } as const;
  for (const [field, kind] of Object.entries(things))
    if (sightings.some((sighting) => sighting.field === field))
      return { identity: { kind, name: asked, account: null }, candidates: [] };
  return sightings.length > 0 ? nobody : sessionNamed(store, asked);
}

/** Session names and principal ids are in no index; they are looked for in the columns themselves. */
async function sessionNamed(store: EventStore, asked: string): Promise<Identified> {
  const ofRole: Query = {
    kind: 'test',
    field: 'user.id',
    test: { op: 'startswith', value: `${asked}:`, cased: true },
  };
  const query = or([fieldIs('aws.session_name', [asked]), fieldIs('user.id', [asked]), ofRole]);
  const buckets = await store.engine.aggregate(query, store.snapshot, { by: ['aws.principal_arn'] });
  const isRoleId = /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(asked);
  const arns = buckets.flatMap(({ key: [arn] }) => (arn === null ? [] : [arn]));
  const identities = arns.flatMap((arn) => (isRoleId ? lastingIdentity(arn) : identityOfShape(arn)) ?? []);
  return identities.length === 0 ? nobody : oneOf(distinct(identities), asked);
}

function oneOf(identities: readonly Identity[], asked: string): Identified {
  if (identities.length === 1) return { identity: identities[0], candidates: [] };
  if (identities.length > 1) return { identity: null, candidates: identities };
  return { identity: { kind: 'name', name: asked, account: null }, candidates: [] };
}

/** Users and roles of a name, each once, however many sessions they had. */
async function principalsNamed(store: EventStore, asked: string, named: Query): Promise<readonly Identity[]> {
  const by = ['user.name', 'aws.principal_arn', 'user.target.name', 'cloud.account.id'];
  const buckets = await store.engine.aggregate(named, store.snapshot, { by });
  const acted = buckets.flatMap(({ key: [name, arn] }) => (name === asked && arn !== null ? [arn] : []));
  const identities = acted.flatMap((arn) => lastingIdentity(arn) ?? []);
  if (identities.length > 0) return distinct(identities);
  // Never acted: whoever acts on a user does so in the user's own account.
  return distinct(buckets.flatMap((bucket) => targetUser(bucket, asked)));
}

function targetUser({ key: [, arn, target, account] }: Bucket, asked: string): Identity[] {
  if (target !== asked || account === null) return [];
  return [userIn(account, asked, arn ?? '')];
}

function distinct(identities: readonly Identity[]): Identity[] {
  return [...new Map(identities.map((identity) => [identity.name, identity])).values()];
}

/** Fields whose values are names of an actor. */
const namingFields = [
  'aws.access_key_id',
  'aws.principal_arn',
  'aws.session_name',
  'user.name',
  'user.id',
  'cloud.account.id',
  'cloud.instance.id',
  'source.ip',
];

/** Names of each field that are proven, those with most events: of addresses and sessions there may be thousands. */
const mostOfField = 5;

async function identifiersOf(store: EventStore, identity: Identity): Promise<readonly Identifier[]> {
  if (store.snapshot.segments.length === 0) return [];
  const query = identityQuery(identity);
  const buckets = await store.engine.aggregate(query, store.snapshot, { by: namingFields });
  const found = new Map<string, Omit<Identifier, 'proof'>>();
  for (const { key, count, first, last } of buckets) {
    key.forEach((value, index) => {
      if (value === null) return;
      const name = `${namingFields[index]}\0${value}`;
      const known = found.get(name) ?? { field: namingFields[index], value, count: 0, first, last };
      found.set(name, {
        ...known,
        count: known.count + count,
        first: first < known.first ? first : known.first,
        last: last > known.last ? last : known.last,
      });
    });
  }
  const most = [...found.values()].sort((a, b) => b.count - a.count);
  const chosen = namingFields.flatMap((name) => most.filter(({ field }) => field === name).slice(0, mostOfField));
  return prove(store, query, chosen);
}

async function prove(
  store: EventStore,
  query: Query,
  identifiers: readonly Omit<Identifier, 'proof'>[],
): Promise<readonly Identifier[]> {
  // Names first seen in one event share a search.
  const instants = new Map<bigint, readonly EventRow[]>();
  const proven: Identifier[] = [];
  for (const identifier of identifiers) {
    const { field, value, first } = identifier;
    const options = { from: first, to: first + 1n, fields: [...namingFields, 'event.action'] };
    const rows = instants.get(first) ?? (await rowsOf(store, query, options));
    instants.set(first, rows);
    const row = rows.find(({ fields }) => textsOf(fields[field]).includes(value));
    proven.push({ ...identifier, proof: row === undefined ? null : proofOf(row) });
  }
  return proven;
}
