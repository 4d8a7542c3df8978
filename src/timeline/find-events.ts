import { and, not, or, type Query } from '../core/query/ast.ts';
import { parseIp } from '../core/query/ip-value.ts';
import { dayOf } from '../engines/day-of.ts';
import type { EventRow } from '../engines/engine.ts';
import { eventKey } from './alerts-of.ts';
import {
  cutToSightings,
  type EventStore,
  fieldExists,
  fieldIs,
  rowsOf,
  type TimeRange,
  textOf,
} from './event-store.ts';
import { actsItself, type Identity, identityFields, identityQuery, indexedName } from './identity.ts';
import type { RoleChain } from './role-chain.ts';

/** Fields that sentences, novelty and touched resources are made from. */
export const eventFields: readonly string[] = [
  'event.id',
  'event.action',
  'event.category',
  'event.kind',
  'event.outcome',
  'event.provider',
  'event.type',
  'error.code',
  'kushi.level',
  'rule.name',
  'cloud.account.id',
  'cloud.region',
  'cloud.instance.id',
  'user.name',
  'user.id',
  'user.target.name',
  'group.name',
  'user_agent.name',
  'user_agent.original',
  'source.ip',
  'source.port',
  'source.bytes',
  'source.as.number',
  'source.as.organization.name',
  'source.geo.country_iso_code',
  'destination.ip',
  'destination.port',
  'network.transport',
  'http.request.method',
  'http.response.status_code',
  'http.response.bytes',
  'http.response.body.bytes',
  'url.domain',
  'url.original',
  'url.path',
  'url.query',
  'aws.access_key_id',
  'aws.issued_access_key_id',
  'aws.mfa_used',
  'aws.principal_arn',
  'aws.resource_arns',
  'aws.bucket',
];

export interface ActorEvents {
  /** Events that carry a name of the actor or of its chain, oldest first. */
  readonly exact: readonly EventRow[];
  /** Events without an identity, of addresses that the actor used: perhaps the actor, perhaps not. */
  readonly weak: readonly EventRow[];
  /** True when there were more than are shown; the newest are left out. */
  readonly cut: boolean;
  /** Addresses with so many other events that they tell nothing, such as the way out of an office. */
  readonly busyAddresses: readonly { readonly address: string; readonly events: number }[];
}

/** Rows held at once; an actor with more shows its first so many. */
const mostEvents = 20_000;
/** More events a range than this without an identity: the address stands for many. */
const busyAddress = 5_000;

export async function findEvents(
  store: EventStore,
  self: Identity,
  chain: RoleChain,
  range: TimeRange,
): Promise<ActorEvents> {
  const exact = await exactEvents(store, self, chain, range);
  const addresses = actsItself(self) ? addressesOf(exact) : [];
  const { weak: near, busyAddresses } = await addressEvents(store, addresses, range);
  const weak = [...near, ...(await instanceFindings(store, chain, range))];
  const known = new Set(exact.map(({ object, offset }) => eventKey(object, offset)));
  const others = new Map(weak.map((row) => [eventKey(row.object, row.offset), row]));
  return {
    exact: exact.slice(0, mostEvents),
    weak: [...others].flatMap(([key, row]) => (known.has(key) ? [] : [row])),
    cut: exact.length > mostEvents,
    busyAddresses,
  };
}

async function exactEvents(
  store: EventStore,
  self: Identity,
  chain: RoleChain,
  range: TimeRange,
): Promise<readonly EventRow[]> {
  const keys = chain.stations.filter(({ kind }) => kind === 'access-key').map(({ id }) => id);
  const given = [...keys, ...chain.ownKeys];
  const users = chain.stations.filter(({ kind, side }) => kind === 'user' && side === 'after').map(({ id }) => id);
  const query = or([
    identityQuery(self),
    fieldIs('aws.access_key_id', keys),
    // The other account of a step knows its caller only by the key that was handed out.
    fieldIs('aws.issued_access_key_id', given),
    fieldIs('aws.principal_arn', users),
  ]);
  const values = [...new Set([indexedName(self), ...given, ...users])];
  const fields = ['aws.access_key_id', 'aws.issued_access_key_id', 'aws.principal_arn', ...identityFields(self)];
  const sightings = await store.engine.sightings({ values, fields, ...daysOf(range) }, store.snapshot);
  const options = { ...range, order: 'oldest', fields: eventFields, limit: mostEvents + 1 } as const;
  return rowsOf(cutToSightings(store, sightings), query, options);
}

/** Addresses the actor called from. Services of AWS call without one. */
function addressesOf(events: readonly EventRow[]): readonly string[] {
  const addresses = events
    .filter(({ fields }) => fields['aws.principal_arn'] !== undefined && fields['event.kind'] !== 'alert')
    .flatMap(({ fields }) => textOf(fields['source.ip']) ?? []);
  return [...new Set(addresses)].filter((address) => parseIp(address) !== undefined);
}

/** Fields that say who acted; an event with one of them is not of an unknown somebody. */
const callerFields = ['aws.principal_arn', 'aws.access_key_id', 'aws.issued_access_key_id'];

async function addressEvents(
  store: EventStore,
  addresses: readonly string[],
  range: TimeRange,
): Promise<Pick<ActorEvents, 'weak' | 'busyAddresses'>> {
  if (addresses.length === 0) return { weak: [], busyAddresses: [] };
  const fields = ['source.ip', 'destination.ip'];
  const sightings = await store.engine.sightings({ values: addresses, fields, ...daysOf(range) }, store.snapshot);
  const near = cutToSightings(store, sightings);
  const nameless = not(or(callerFields.map(fieldExists)));
  const query = (some: readonly string[]): Query => and([or(fields.map((field) => fieldIs(field, some))), nameless]);
  const busyAddresses: { address: string; events: number }[] = [];
  for (const address of addresses.slice(0, 20)) {
    const seen = sightings.filter(({ value }) => value === address).reduce((sum, { count }) => sum + count, 0);
    if (seen <= busyAddress) continue;
    const events = await near.engine.count(query([address]), near.snapshot, range);
    if (events > busyAddress) busyAddresses.push({ address, events });
  }
  const few = addresses.filter((address) => !busyAddresses.some((busy) => busy.address === address));
  const options = { ...range, order: 'oldest', fields: eventFields, limit: mostEvents } as const;
  return { weak: await rowsOf(near, query(few), options), busyAddresses };
}

/** What sensors say of the instances that gave the actor its keys. */
async function instanceFindings(store: EventStore, { stations }: RoleChain, range: TimeRange): Promise<EventRow[]> {
  const instances = stations.filter(({ kind, side }) => kind === 'instance' && side !== 'self').map(({ id }) => id);
  if (instances.length === 0) return [];
  const fields = ['cloud.instance.id'];
  const sightings = await store.engine.sightings({ values: instances, fields, ...daysOf(range) }, store.snapshot);
  const query = and([fieldIs(fields[0], instances), fieldIs('event.kind', ['alert'])]);
  const options = { ...range, order: 'oldest', fields: eventFields, limit: mostEvents } as const;
  return rowsOf(cutToSightings(store, sightings), query, options);
}

/** The UTC days of a range, both ends included, as the entity index counts. */
export function daysOf({ from, to }: TimeRange): { readonly from: string; readonly to: string } {
  return { from: dayOf(from), to: dayOf(to - 1n) };
}
