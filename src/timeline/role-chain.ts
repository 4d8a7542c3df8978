import { and, or, type Query } from '../core/query/ast.ts';
import type { EventRow } from '../engines/engine.ts';
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
import { type Identity, identityOfShape, identityQuery, sessionParts } from './identity.ts';

/** A step of the chain: the event in which one identity handed the next its key or password. */
export interface Link {
  /** Id of the station that gave. */
  readonly by: string;
  readonly proof: Proof;
}

export interface Station {
  /** Access key id, ARN, instance id or name: what events carry. */
  readonly id: string;
  readonly kind: Identity['kind'];
  /** The identity behind a key, as far as events say it. */
  readonly principal: string | null;
  readonly account: string | null;
  /** `before`: led to the actor. `after`: the actor led to it. */
  readonly side: 'before' | 'self' | 'after';
  readonly links: readonly Link[];
}

export interface RoleChain {
  readonly stations: readonly Station[];
  /** Steps not followed because there were too many. */
  readonly cut: number;
}

const mostStations = 200;
const mostDepth = 12;

/** Fields a step is read from. */
const linkFields = [
  'event.action',
  'event.outcome',
  'aws.access_key_id',
  'aws.issued_access_key_id',
  'aws.principal_arn',
  'aws.resource_arns',
  'user.id',
  'user.name',
  'user.target.name',
  'cloud.account.id',
  'cloud.instance.id',
];

/**
 * Who gave the actor its keys, and whom the actor gave keys, both ways and across accounts, until nothing leads further.
 * Only an event that names both ends makes a step: the response that hands out a key. Keys are looked for in `range`
 * for an identity that has many; the steps themselves may be older.
 */
export async function followRoleChain(store: EventStore, self: Identity, range: TimeRange): Promise<RoleChain> {
  const walk = new ChainWalk(store);
  const actorKinds = ['access-key', 'session', 'role', 'user', 'federated-user', 'root', 'name', 'instance'];
  if (!actorKinds.includes(self.kind)) return { stations: [], cut: 0 };
  const keys = self.kind === 'access-key' ? [self.name] : await walk.keysOf(self, range);
  walk.begin(self, keys);
  await walk.up(keys, self.name);
  await walk.down(keys, self.kind === 'access-key' ? {} : range);
  return walk.result();
}

type MutableStation = Omit<Station, 'links'> & { links: Link[] };

class ChainWalk {
  readonly #store: EventStore;
  readonly #stations = new Map<string, MutableStation>();
  /** Keys of the actor itself stand at its station. */
  readonly #stationOfKey = new Map<string, string>();
  #cut = 0;

  constructor(store: EventStore) {
    this.#store = store;
  }

  begin(self: Identity, keys: readonly string[]): void {
    const { kind, name, account } = self;
    this.#stations.set(name, { id: name, kind, principal: null, account, side: 'self', links: [] });
    for (const key of keys) this.#stationOfKey.set(key, name);
  }

  /** Keys an identity used in a range, by their sightings' days. */
  async keysOf(self: Identity, range: TimeRange): Promise<readonly string[]> {
    const by = ['aws.access_key_id'];
    const { engine, snapshot } = this.#store;
    // Others' calls name an instance too; its own sessions carry its name.
    const own = self.kind === 'instance' ? [fieldIs('aws.session_name', [self.name])] : [];
    const query = and([identityQuery(self), ...own]);
    const buckets = await engine.aggregate(query, snapshot, { by, ...range, limit: mostStations });
    return buckets.flatMap(({ key: [key] }) => (key === null ? [] : [key]));
  }

  async up(keys: readonly string[], child: string): Promise<void> {
    let wanted = keys.map((key) => ({ key, child }));
    for (let depth = 0; wanted.length > 0 && depth < mostDepth; depth++) {
      const rows = await this.#rowsWith(
        'aws.issued_access_key_id',
        wanted.map(({ key }) => key),
      );
      const next: typeof wanted = [];
      for (const { key, child: given } of wanted) {
        const row = withCaller(rows.filter(({ fields }) => fields['aws.issued_access_key_id'] === key));
        if (row === undefined) continue;
        const parent = this.#add(callerOf(row), 'before');
        if (parent === null) continue;
        this.#link(given, parent.station.id, row);
        if (parent.isNew && parent.station.kind === 'access-key')
          next.push({ key: parent.station.id, child: parent.station.id });
      }
      wanted = next;
    }
    await this.#namePrincipals('before');
    await this.#addInstances();
  }

  async down(keys: readonly string[], range: Partial<TimeRange>): Promise<void> {
    let wanted = keys;
    let within = range;
    for (let depth = 0; wanted.length > 0 && depth < mostDepth; depth++) {
      const rows = await this.#rowsWith('aws.access_key_id', wanted, within);
      const next: string[] = [];
      for (const row of rows) {
        const issued = textOf(row.fields['aws.issued_access_key_id']);
        const by = this.#stationOfKey.get(textOf(row.fields['aws.access_key_id']) ?? '');
        if (issued === null || by === undefined || by === this.#stationOfKey.get(issued)) continue;
        const child = this.#add({ kind: 'access-key', name: issued, account: null }, 'after');
        if (child === null) continue;
        this.#link(child.station.id, by, row);
        if (child.isNew) next.push(issued);
      }
      wanted = next;
      within = {};
    }
    await this.#namePrincipals('after');
  }

  result(): RoleChain {
    return { stations: [...this.#stations.values()], cut: this.#cut };
  }

  /** Events that carry one of the keys in the field and hand out a key, oldest first. */
  async #rowsWith(field: string, keys: readonly string[], range: Partial<TimeRange> = {}): Promise<EventRow[]> {
    const sightings = await this.#store.engine.sightings({ values: keys, fields: [field] }, this.#store.snapshot);
    const giving = sightings.filter(({ action }) => action === null || givesKeys.test(action));
    const query = and([fieldIs(field, keys), fieldExists('aws.issued_access_key_id')]);
    return rowsOf(cutToSightings(this.#store, giving), query, { ...range, fields: linkFields, order: 'oldest' });
  }

  #add(identity: Identity | null, side: 'before' | 'after'): { station: MutableStation; isNew: boolean } | null {
    if (identity === null) return null;
    const known = this.#stations.get(this.#stationOfKey.get(identity.name) ?? identity.name);
    if (known !== undefined) return { station: known, isNew: false };
    if (this.#stations.size >= mostStations) {
      this.#cut++;
      return null;
    }
    const { kind, name, account } = identity;
    const station: MutableStation = { id: name, kind, principal: null, account, side, links: [] };
    this.#stations.set(name, station);
    if (kind === 'access-key') this.#stationOfKey.set(name, name);
    return { station, isNew: true };
  }

  #link(child: string, by: string, row: EventRow): void {
    const station = this.#stations.get(child);
    if (station === undefined || child === by || station.links.some((link) => link.by === by)) return;
    station.links.push({ by, proof: proofOf(row) });
  }

  /** Says whose the keys are: any event signed with a key names its principal. */
  async #namePrincipals(side: 'before' | 'after'): Promise<void> {
    const keys = [...this.#stations.values()].filter(
      (station) => station.kind === 'access-key' && station.principal === null && [side, 'self'].includes(station.side),
    );
    if (keys.length === 0) return;
    const values = keys.map(({ id }) => id);
    const sightings = await this.#store.engine.sightings(
      { values, fields: ['aws.access_key_id'] },
      this.#store.snapshot,
    );
    const { engine, snapshot } = cutToSightings(this.#store, sightings);
    if (snapshot.segments.length === 0) return;
    const query = and([fieldIs('aws.access_key_id', values), fieldExists('aws.principal_arn')]);
    const by = ['aws.access_key_id', 'aws.principal_arn'];
    for (const {
      key: [key, arn],
    } of await engine.aggregate(query, snapshot, { by })) {
      const station = this.#stations.get(key ?? '');
      if (station === undefined || arn === null) continue;
      this.#stations.set(station.id, { ...station, principal: arn, account: identityOfShape(arn)?.account ?? null });
    }
  }

  /** EC2 names the sessions of an instance's role after the instance, so a key whose session bears such a name came from it. */
  async #addInstances(): Promise<void> {
    for (const { id, kind, principal, side, links } of [...this.#stations.values()]) {
      if (side === 'after' || links.length > 0) continue;
      const instance = identityOfShape(sessionParts(principal ?? id)?.session ?? '');
      if (instance?.kind !== 'instance') continue;
      const field = kind === 'access-key' ? 'aws.access_key_id' : 'aws.principal_arn';
      const sightings = await this.#store.engine.sightings({ values: [id], fields: [field] }, this.#store.snapshot);
      const options = { limit: 1, order: 'oldest', fields: linkFields } as const;
      const query = and([fieldIs(field, [id]), fieldIs('aws.session_name', [instance.name])]);
      const [row] = await rowsOf(cutToSightings(this.#store, sightings), query, options);
      if (row === undefined || this.#add(instance, 'before') === null) continue;
      this.#link(id, instance.name, row);
    }
  }
}

/** Calls whose answer has credentials: of STS, and for users of IAM. */
const givesKeys =
  /^(AssumeRole|AssumeRoot|GetSessionToken|GetFederationToken|CreateAccessKey|CreateSession|GetCredentials)/;

/** Of the records of one step, the one of the caller's account: in the other account the caller has no name. */
function withCaller(rows: readonly EventRow[]): EventRow | undefined {
  return (
    rows.find(({ fields }) => fields['aws.access_key_id'] !== undefined) ??
    rows.find(({ fields }) => fields['aws.principal_arn'] !== undefined) ??
    rows[0]
  );
}

function callerOf({ fields }: EventRow): Identity | null {
  const key = textOf(fields['aws.access_key_id']);
  const arn = textOf(fields['aws.principal_arn']);
  const name = textOf(fields['user.name']) ?? textOf(fields['user.id']);
  if (key !== null) return identityOfShape(key) ?? { kind: 'name', name: key, account: null };
  if (arn !== null) return identityOfShape(arn);
  if (name === null) return null;
  return { kind: name.endsWith('.amazonaws.com') ? 'service' : 'name', name, account: null };
}

/** Events of the chain: what its stations did with their keys, and the records of the steps in other accounts. */
export function chainQuery(self: Identity, { stations }: RoleChain): Query {
  const keys = stations.filter(({ kind }) => kind === 'access-key').map(({ id }) => id);
  return or([identityQuery(self), fieldIs('aws.access_key_id', keys), fieldIs('aws.issued_access_key_id', keys)]);
}
