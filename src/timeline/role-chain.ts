import { and } from '../core/query/ast.ts';
import type { EventRow } from '../engines/engine.ts';
import { accessSteps, callerOf, receiverOf, recordOfCaller, stepFields } from './access-steps.ts';
import {
  cutToSightings,
  type EventStore,
  fieldExists,
  fieldIs,
  type Proof,
  proofOf,
  rowsOf,
  type TimeRange,
  textOf,
} from './event-store.ts';
import {
  actsItself,
  type Identity,
  type IdentityKind,
  identityOfShape,
  identityQuery,
  sessionParts,
} from './identity.ts';

/** A step of the chain: the event in which one identity handed the next its key or password. */
export interface Link {
  /** Id of the station that gave. */
  readonly by: string;
  /** `instance`: EC2 gave the key to an instance, which no event tells; the proof is the first call with it. */
  readonly how: 'call' | 'instance';
  readonly proof: Proof;
}

export interface Station {
  /** Access key id, ARN, instance id or name: what events carry. */
  readonly id: string;
  readonly kind: IdentityKind;
  /** ARN of whose key it is, as far as events say it. */
  readonly principal: string | null;
  readonly account: string | null;
  /** What was done with the key, over all time; null for stations that are no key. */
  readonly used: { readonly count: number; readonly first: bigint; readonly last: bigint } | null;
  /** `before`: led to the actor. `after`: the actor led to it. */
  readonly side: 'before' | 'self' | 'after';
  readonly links: readonly Link[];
}

export interface RoleChain {
  readonly stations: readonly Station[];
  /** Keys of the actor itself. */
  readonly ownKeys: readonly string[];
  /** Steps not followed because there were too many. */
  readonly cut: number;
}

const mostStations = 200;
const mostSteps = 12;

/**
 * Who gave the actor its keys, and whom the actor gave access, both ways and across accounts, until nothing leads
 * further. Only an event that names both ends makes a step: the answer that hands out a key, the call that sets a
 * password. Keys of an identity that has many are those used in `range`; steps themselves may be older.
 */
export async function followRoleChain(store: EventStore, self: Identity, range: TimeRange): Promise<RoleChain> {
  if (!actsItself(self)) return { stations: [], ownKeys: [], cut: 0 };
  const ownKeys = self.kind === 'access-key' ? [self.name] : await keysOf(store, self, range);
  const walk = new ChainWalk(store, self, ownKeys);
  await walk.up(ownKeys);
  await walk.down(self.kind === 'access-key' ? {} : range);
  await walk.namePrincipals();
  await walk.addInstances();
  return { stations: walk.stations(), ownKeys, cut: walk.cut };
}

/** Keys an identity used in a range. */
async function keysOf({ engine, snapshot }: EventStore, self: Identity, range: TimeRange): Promise<readonly string[]> {
  // Others' calls name an instance too; its own sessions carry its name.
  const own = self.kind === 'instance' ? [fieldIs('aws.session_name', [self.name])] : [];
  const query = and([identityQuery(self), ...own]);
  const options = { by: ['aws.access_key_id'], ...range, limit: mostStations };
  const buckets = await engine.aggregate(query, snapshot, options);
  return buckets.flatMap(({ key: [key] }) => (key === null ? [] : [key]));
}

type OpenStation = Pick<Station, 'id' | 'kind' | 'side'> & {
  -readonly [K in 'principal' | 'account' | 'used']: Station[K];
} & { readonly links: Link[] };

class ChainWalk {
  readonly #store: EventStore;
  /** By id; the actor's own keys lead to the actor's station. */
  readonly #stations = new Map<string, OpenStation>();
  #size = 1;
  cut = 0;

  constructor(store: EventStore, self: Identity, ownKeys: readonly string[]) {
    this.#store = store;
    const { kind, name, account } = self;
    const station: OpenStation = { id: name, kind, principal: null, account, used: null, side: 'self', links: [] };
    for (const id of [name, ...ownKeys]) this.#stations.set(id, station);
  }

  stations(): readonly Station[] {
    return [...new Set(this.#stations.values())];
  }

  async up(keys: readonly string[]): Promise<void> {
    let wanted = keys;
    for (let step = 0; wanted.length > 0 && step < mostSteps; step++) {
      const rows = await accessSteps(this.#store, 'aws.issued_access_key_id', wanted, {});
      const next: string[] = [];
      for (const key of wanted) {
        const row = recordOfCaller(rows.filter(({ fields }) => fields['aws.issued_access_key_id'] === key));
        const giver = row === undefined ? null : callerOf(row);
        if (row === undefined || giver === null) continue;
        if (this.#add(giver, 'before') && giver.kind === 'access-key') next.push(giver.name);
        this.#link(key, giver.name, row);
      }
      wanted = next;
    }
  }

  async down(range: Partial<TimeRange>): Promise<void> {
    let wanted = [...this.#stations].flatMap(([id, { side }]) => (side === 'self' ? [id] : []));
    let within = range;
    for (let step = 0; wanted.length > 0 && step < mostSteps; step++) {
      const next: string[] = [];
      for (const row of await this.#stepsBy(wanted, within)) {
        const giver = callerOf(row);
        const receiver = receiverOf(row);
        const by = [giver?.name ?? '', textOf(row.fields['aws.principal_arn']) ?? ''].find((id) => wanted.includes(id));
        if (receiver === null || by === undefined) continue;
        if (this.#add(receiver, 'after')) next.push(receiver.name);
        this.#link(receiver.name, by, row);
      }
      wanted = next;
      within = {};
    }
  }

  async #stepsBy(ids: readonly string[], range: Partial<TimeRange>): Promise<EventRow[]> {
    const keys = ids.filter((id) => !id.startsWith('arn:'));
    const arns = ids.filter((id) => id.startsWith('arn:'));
    const byKey = keys.length === 0 ? [] : await accessSteps(this.#store, 'aws.access_key_id', keys, range);
    const byArn = arns.length === 0 ? [] : await accessSteps(this.#store, 'aws.principal_arn', arns, range);
    return [...byKey, ...byArn];
  }

  /** Whether the identity is new to the chain and now a part of it. */
  #add({ kind, name, account }: Identity, side: Station['side']): boolean {
    if (this.#stations.has(name)) return false;
    if (this.#size >= mostStations) {
      this.cut++;
      return false;
    }
    this.#size++;
    this.#stations.set(name, { id: name, kind, principal: null, account, used: null, side, links: [] });
    return true;
  }

  #link(child: string, by: string, row: EventRow, how: Link['how'] = 'call'): void {
    const station = this.#stations.get(child);
    const giver = this.#stations.get(by);
    if (station === undefined || giver === undefined || station === giver) return;
    if (!station.links.some((link) => link.by === giver.id))
      station.links.push({ by: giver.id, how, proof: proofOf(row) });
  }

  /** Says whose the keys are, since any event signed with a key names its principal, and how much they were used. */
  async namePrincipals(): Promise<void> {
    const values = this.stations().flatMap(({ id, kind }) => (kind === 'access-key' ? [id] : []));
    if (values.length === 0) return;
    const field = 'aws.access_key_id';
    const sightings = await this.#store.engine.sightings({ values, fields: [field] }, this.#store.snapshot);
    const { engine, snapshot } = cutToSightings(this.#store, sightings);
    if (snapshot.segments.length === 0) return;
    const query = and([fieldIs(field, values), fieldExists('aws.principal_arn')]);
    for (const { key: ids, ...used } of await engine.aggregate(query, snapshot, { by: [field, 'aws.principal_arn'] })) {
      const [key, arn] = ids;
      const station = this.#stations.get(key ?? '');
      if (station === undefined || arn === null) continue;
      station.principal = arn;
      station.account = identityOfShape(arn)?.account ?? null;
      station.used = used;
    }
  }

  /** EC2 names the sessions of an instance's role after the instance, so a key whose session bears such a name came from it. */
  async addInstances(): Promise<void> {
    for (const { id, kind, principal, side, links } of this.stations()) {
      const instance = identityOfShape(sessionParts(principal ?? id)?.session ?? '');
      if (side === 'after' || links.length > 0 || instance?.kind !== 'instance') continue;
      const field = kind === 'access-key' ? 'aws.access_key_id' : 'aws.principal_arn';
      const sightings = await this.#store.engine.sightings({ values: [id], fields: [field] }, this.#store.snapshot);
      const query = and([fieldIs(field, [id]), fieldIs('aws.session_name', [instance.name])]);
      const options = { limit: 1, order: 'oldest', fields: stepFields } as const;
      const [row] = await rowsOf(cutToSightings(this.#store, sightings), query, options);
      if (row === undefined) continue;
      this.#add(instance, 'before');
      this.#link(id, instance.name, row, 'instance');
    }
  }
}
