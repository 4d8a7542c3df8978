import { nsPerDay } from '../core/time/rfc3339.ts';
import type { Alert } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import { alertsNamed, alertsOfEvents, eventKey } from './alerts-of.ts';
import { cannotSee } from './cannot-see/cannot-see.ts';
import { expiredSightings } from './cannot-see/expired-sightings.ts';
import type { Gap } from './cannot-see/gap.ts';
import { type AskedRange, type ChosenRange, chooseRange } from './choose-range.ts';
import type { EventStore } from './event-store.ts';
import { type ActorEvents, findEvents } from './find-events.ts';
import { actsItself, type Identity, sessionsOf } from './identity.ts';
import { type Novelty, newAgainstBaseline } from './new-against-baseline.ts';
import { readRequests } from './read-requests.ts';
import { type Resolution, resolveActor } from './resolve-actor.ts';
import { followRoleChain, type RoleChain } from './role-chain.ts';
import { type Summary, summarize } from './summarize.ts';
import { type TimelineEvent, toTimeline } from './timeline.ts';
import { type Touched, touchedBy } from './touched.ts';

export interface ActorQuestion {
  readonly id: string;
  readonly range: AskedRange;
}

export interface Investigation {
  readonly resolution: Resolution;
  readonly identity: Identity;
  readonly range: ChosenRange;
  readonly chain: RoleChain;
  readonly found: ActorEvents;
  readonly events: readonly TimelineEvent[];
  readonly alerts: readonly Alert[];
  readonly summary: Summary;
  readonly novelty: Novelty;
  readonly touched: Touched;
  readonly gaps: readonly Gap[];
}

/** An id that names nobody, and what may be left of it. */
export interface Nobody {
  readonly resolution: Resolution;
  readonly identity: null;
  readonly gaps: readonly Gap[];
}

/** Fields whose values name one identity, unlike accounts and addresses that many share. */
const namesOne = new Set(['aws.access_key_id', 'aws.principal_arn', 'user.id', 'user.name', 'aws.session_name']);

/** What is known of an actor before its events are read. */
export interface FirstFacts extends Pick<Investigation, 'resolution' | 'identity' | 'range'> {
  /** Alerts that bear a name of the actor, newest first. */
  readonly named: readonly Alert[];
}

/** Is told facts as soon as they are known. */
export interface Listener {
  readonly first: (facts: FirstFacts) => Promise<void>;
  /** The chain, and the range that it widened. */
  readonly chain: (facts: Pick<Investigation, 'chain' | 'range'>) => Promise<void>;
}

/** What an actor did: who it is, how it came to be, and what it did. Without an identity only the resolution. */
export async function investigateActor(
  store: EventStore,
  db: StateDb,
  { id, range: asked }: ActorQuestion,
  listener?: Listener,
): Promise<Investigation | Nobody> {
  const resolution = await resolveActor(store, id);
  const { identity } = resolution;
  if (identity === null) return { resolution, identity, gaps: await expiredSightings(db, [id]) };
  const named = await alertsNamed(db, nameTest(identity, resolution));
  const first = chooseRange(asked, named, resolution.sightings);
  await listener?.first({ resolution, identity, range: first, named });
  const chain = await followRoleChain(store, identity, first);
  const range = await widen(db, first, chain, asked);
  await listener?.chain({ chain, range });
  const found = await findEvents(store, identity, chain, range);
  const keys = new Set([...found.exact, ...found.weak].map(({ object, offset }) => eventKey(object, offset)));
  const requests = await readRequests(store, found.exact);
  const touched = touchedBy(found.exact, requests);
  const names = resolution.identifiers.filter(({ field }) => namesOne.has(field)).map(({ value }) => value);
  const [{ alerts, alertOf }, novelty, unseen, expired] = await Promise.all([
    alertsOfEvents(db, range, (object, offset) => keys.has(eventKey(object, offset))),
    newAgainstBaseline(store, identity, found.exact, range),
    cannotSee(store, db, { range, found, chain, touched }),
    expiredSightings(db, [id, identity.name, ...names]),
  ]);
  const gaps = [...unseen, ...expired];
  const summary = summarize(found.exact, range);
  const events = toTimeline(found, { self: identity.name, chain, alertOf, requests });
  return { resolution, identity, range, chain, found, events, alerts, summary, novelty, touched, gaps };
}

/** Whether a value is a name of the actor alone: its own, those of its keys and sessions, but no account or address. */
function nameTest(identity: Identity, { identifiers }: Resolution): (value: string) => boolean {
  const own = identifiers.filter(({ field }) => field === 'aws.access_key_id' || field === 'aws.principal_arn');
  const names = new Set([identity.name, ...(actsItself(identity) ? own.map(({ value }) => value) : [])]);
  const sessions = identity.kind === 'role' ? sessionsOf(identity) : null;
  return (value) => names.has(value) || (sessions !== null && value.startsWith(sessions));
}

/** How far past the actor's own activity that of others with keys from it is followed. */
const widestNs = 7n * nsPerDay;

/** A range that nobody asked for also holds what those did whom the actor gave keys, and a day after their last alert. */
async function widen(db: StateDb, range: ChosenRange, chain: RoleChain, asked: AskedRange): Promise<ChosenRange> {
  if (range.because === 'asked' || asked.around !== undefined) return range;
  const after = chain.stations.filter(({ side }) => side === 'after');
  const names = after.flatMap(({ id, principal }) => (principal === null ? [id] : [id, principal]));
  const [newest] = await alertsNamed(db, (value) => names.includes(value));
  const ends = after.flatMap(({ used }) => (used === null ? [] : [used.last + 1n]));
  if (newest !== undefined) ends.push(newest.last + nsPerDay);
  const latest = ends.reduce((to, end) => (end > to ? end : to), range.to);
  return { ...range, to: latest < range.to + widestNs ? latest : range.to + widestNs };
}
