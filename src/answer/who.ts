import { textOf } from '../timeline/event-store.ts';
import { actsItself, type Identity, identityOfShape, shortName } from '../timeline/identity.ts';
import type { Resolution } from '../timeline/resolve-actor.ts';
import type { Station } from '../timeline/role-chain.ts';
import type { ChainStation, Key, Who } from './answer.ts';
import { capped, counted, countedField, type Facts } from './facts.ts';
import type { Novelties } from './whose-news.ts';

const mostKeys = 10;
const mostActors = 10;

/** Who the alert is about, by the most lasting name that its own events give. */
export function whoOf({ found, calls, alert }: Facts): Who {
  const { identity, chain, resolution } = found;
  const self = chain.stations.find(({ side }) => side === 'self');
  const owner = identityOfShape(self?.principal ?? '') ?? identity;
  const own = calls.filter(({ fields }) => chain.ownKeys.includes(textOf(fields['aws.access_key_id']) ?? ''));
  const mfa = (own.length > 0 ? own : calls).flatMap(({ fields }) => fields['aws.mfa_used'] ?? []);
  const acts = actsItself(identity);
  const named = calls.map(({ fields }) => textOf(fields['aws.principal_arn']) ?? textOf(fields['user.name']));
  return {
    ...nameOf(owner),
    name: identity.kind === 'access-key' ? (self?.principal ?? identity.name) : identity.name,
    account: owner.account ?? self?.account ?? null,
    acts,
    mfa: !acts || mfa.length === 0 ? null : mfa.some((used) => String(used) === 'true'),
    keys: keysOf(own, self, alert.entity.value),
    actors: acts ? { shown: [], total: 0 } : capped(counted(named), mostActors),
    seen: seenOf(resolution),
  };
}

function nameOf(identity: Identity): Pick<Who, 'kind' | 'short'> {
  return { kind: identity.kind, short: shortName(identity) };
}

/** First and last sight of all time, from the entity index. */
export function seenOf({ sightings }: Pick<Resolution, 'sightings'>): Who['seen'] {
  if (sightings.length === 0) return null;
  return {
    first: sightings.reduce((least, { first }) => (first < least ? first : least), sightings[0].first),
    last: sightings.reduce((most, { last }) => (last > most ? last : most), sightings[0].last),
    count: sightings.reduce((sum, { count }) => sum + count, 0),
  };
}

function keysOf(own: Facts['calls'], self: Station | undefined, asked: string): Key[] {
  const used = countedField(own, 'aws.access_key_id');
  const isKey = /^A[KS]IA[A-Z0-9]{12,}$/;
  const keys = used.length > 0 || !isKey.test(asked) ? used : [{ value: asked, count: 0 }];
  // Of several keys the chain does not say which was handed out when.
  const issued = keys.length === 1 ? (self?.links.find(({ how }) => how === 'call')?.proof ?? null) : null;
  return keys.slice(0, mostKeys).map(({ value, count }) => ({
    id: value,
    lasting: value.startsWith('ASIA') ? 'temporary' : 'long-lived',
    count,
    issued,
  }));
}

/** The stations from where the chain begins to where it led, each after the one that gave it its key. */
export function chainOf({ found: { chain } }: Pick<Facts, 'found'>, news: Novelties): ChainStation[] {
  const shown: ChainStation[] = [];
  const children = (id: string | null) =>
    chain.stations
      .filter(({ links }) => (links[0]?.by ?? null) === id)
      .sort((a, b) => Number((a.links[0]?.proof.time ?? 0n) - (b.links[0]?.proof.time ?? 0n)));
  const add = (station: Station) => {
    if (shown.some(({ id }) => id === station.id)) return;
    shown.push(stationOf(station, news));
    for (const child of children(station.id)) add(child);
  };
  for (const root of children(null)) add(root);
  // A ring has no beginning.
  for (const station of chain.stations) add(station);
  return shown;
}

function stationOf({ id, kind, principal, account, used, side, links }: Station, news: Novelties): ChainStation {
  const identity = identityOfShape(principal ?? id) ?? { kind, name: id, account };
  const [link] = links;
  return {
    id,
    kind,
    short: shortName(identity),
    account,
    side,
    by: link?.by ?? null,
    proof: link?.proof ?? null,
    how: link?.how ?? null,
    count: used?.count ?? null,
    isNew: news.identity(principal ?? id),
  };
}
