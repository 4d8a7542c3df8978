import { createHash } from 'node:crypto';
import type { OfferedObject } from '../sources/source.ts';
import { inChunks } from './in-chunks.ts';
import { nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { ObjectStatus } from './tables.ts';

/** What the ledger says of an offered object. `load`: read it, from `offset` on, as `generation`. */
export type Offer =
  | { readonly outcome: 'load'; readonly object: OfferedObject; readonly id: string; readonly load: PendingLoad }
  | { readonly outcome: 'known'; readonly object: OfferedObject; readonly id: string };

export interface PendingLoad {
  readonly generation: number;
  /** The mapping that made the rows so far; '' when none were made. */
  readonly mapping: string;
  readonly offset: number;
  readonly state: string;
  /** Generation to begin with when the mapping has changed and reading must start over. */
  readonly startOver: number;
}

/** 24 hex digits that name an object for ever: SHA-256 over bucket, key and ETag. */
export function objectId(object: Pick<OfferedObject, 'bucket' | 'key' | 'etag'>): string {
  return createHash('sha256').update(`${object.bucket}\0${object.key}\0${object.etag}`).digest('hex').slice(0, 24);
}

/**
 * Enters objects in the ledger, in one transaction. A new one is waiting; one that was begun goes on where its last
 * commit ended; a refused one is tried again, since its log type may be known by now; a finished one is known, unless
 * `reload` asks for a new generation of it.
 */
export async function offer(
  db: StateDb,
  objects: readonly OfferedObject[],
  options: { source: string; day: string; reload: boolean },
): Promise<Offer[]> {
  return db.transaction().execute(async (trx) => {
    const offered = objects.map((object) => ({ object, id: objectId(object) }));
    const before = await statuses(
      trx,
      offered.map(({ id }) => id),
    );
    const isNew = firstOf(offered, before);
    const rows = offered.filter((one) => isNew.has(one)).map(({ object, id }) => newObject(id, object, options));
    for (const some of inChunks(rows)) await trx.insertInto('objects').values(some).execute();
    const offers: Offer[] = [];
    for (const one of offered) {
      if (isNew.has(one)) offers.push({ outcome: 'load', ...one, load: fresh });
      else offers.push(await offerAgain(trx, one, { status: before.get(one.id) ?? 'waiting', reload: options.reload }));
    }
    return offers;
  });
}

interface Offered {
  readonly object: OfferedObject;
  readonly id: string;
}

async function statuses(db: StateDb, ids: readonly string[]): Promise<Map<string, ObjectStatus>> {
  const found = new Map<string, ObjectStatus>();
  for (const some of inChunks(ids)) {
    const rows = await db.selectFrom('objects').select(['id', 'status']).where('id', 'in', some).execute();
    for (const { id, status } of rows) found.set(id, status);
  }
  return found;
}

/** Offers of objects that are not in the ledger; the first one when an object is offered twice. */
function firstOf(offered: readonly Offered[], before: ReadonlyMap<string, unknown>): Set<Offered> {
  const first = new Map<string, Offered>();
  for (const one of offered) if (!before.has(one.id) && !first.has(one.id)) first.set(one.id, one);
  return new Set(first.values());
}

const fresh: PendingLoad = { generation: 1, mapping: '', offset: 0, state: '', startOver: 1 };

async function offerAgain(
  db: StateDb,
  { object, id }: Offered,
  { status, reload }: { status: ObjectStatus; reload: boolean },
): Promise<Offer> {
  await db
    .updateTable('objects')
    .set((eb) => ({ offers: eb('offers', '+', 1) }))
    .where('id', '=', id)
    .execute();
  const begun = await db
    .selectFrom('loads')
    .selectAll()
    .where('object', '=', id)
    .where('done', '=', 0)
    .orderBy('generation', 'desc')
    .executeTakeFirst();
  if (begun !== undefined) {
    const load = {
      generation: begun.generation,
      mapping: begun.mapping,
      offset: begun.resume_offset,
      state: begun.resume_state,
      startOver: begun.generation + 1,
    };
    return { outcome: 'load', object, id, load };
  }
  if (status === 'waiting' || status === 'refused') return { outcome: 'load', object, id, load: fresh };
  if (reload) {
    const generation = (await lastGeneration(db, id)) + 1;
    return { outcome: 'load', object, id, load: { ...fresh, generation, startOver: generation } };
  }
  return { outcome: 'known', object, id };
}

/** The generation whose rows are live, by object; 0 before the first commit. */
export async function liveGenerations(db: StateDb, objects: readonly string[]): Promise<Map<string, number>> {
  const live = new Map<string, number>();
  for (const some of inChunks(objects)) {
    const rows = await db.selectFrom('objects').select(['id', 'generation']).where('id', 'in', some).execute();
    for (const { id, generation } of rows) live.set(id, generation);
  }
  return live;
}

/** The highest generation any load of the object had; a new reading takes the next. */
export async function lastGeneration(db: StateDb, object: string): Promise<number> {
  const row = await db
    .selectFrom('loads')
    .select((eb) => eb.fn.max('generation').as('last'))
    .where('object', '=', object)
    .executeTakeFirst();
  return row?.last ?? 0;
}

function newObject(id: string, object: OfferedObject, options: { source: string; day: string }) {
  return {
    id,
    source: options.source,
    bucket: object.bucket,
    key: object.key,
    etag: object.etag,
    version_id: object.versionId ?? null,
    name: object.name,
    size: object.size,
    time: nsText(object.time),
    day: options.day,
    offers: 1,
    status: 'waiting' as const,
    reason: null,
    log_type: null,
    generation: 0,
  };
}

/** Says why an object was not loaded. One that is loaded, or partly, stays so with the reason. */
export async function settle(
  db: StateDb,
  id: string,
  status: 'skipped' | 'refused' | 'waiting',
  reason: string,
): Promise<void> {
  await db
    .updateTable('objects')
    .set((eb) => ({
      reason,
      status: eb.case().when('status', 'in', ['loading', 'loaded']).then(eb.ref('status')).else(status).end(),
    }))
    .where('id', '=', id)
    .execute();
}

export interface ObjectCounts {
  readonly offered: number;
  readonly loaded: number;
  readonly known: number;
  readonly refused: number;
  readonly skipped: number;
  readonly waiting: number;
}

export interface RecordCounts {
  readonly read: number;
  readonly events: number;
  readonly rejects: number;
  readonly filtered: number;
}

/** Both equations of one source and day. `expired` events are counted in `events`: they were loaded, and retention removed them. */
export interface LedgerLine {
  readonly source: string;
  readonly day: string;
  readonly objects: ObjectCounts;
  readonly records: RecordCounts & { readonly expired: number };
}

export async function ledgerLines(db: StateDb): Promise<LedgerLine[]> {
  const rows = await db
    .selectFrom('objects')
    .leftJoin('loads', (join) =>
      join.onRef('loads.object', '=', 'objects.id').onRef('loads.generation', '=', 'objects.generation'),
    )
    .select((eb) => [
      'objects.source',
      'objects.day',
      'objects.status',
      eb.fn.countAll<number>().as('objects'),
      eb.fn.sum<number>('objects.offers').as('offers'),
      eb.fn.sum<number>(eb.fn.coalesce('loads.expired', eb.lit(0))).as('expired'),
      eb.fn.sum<number>(eb.fn.coalesce('loads.read', eb.lit(0))).as('read'),
      eb.fn.sum<number>(eb.fn.coalesce('loads.events', eb.lit(0))).as('events'),
      eb.fn.sum<number>(eb.fn.coalesce('loads.rejects', eb.lit(0))).as('rejects'),
      eb.fn.sum<number>(eb.fn.coalesce('loads.filtered', eb.lit(0))).as('filtered'),
    ])
    .groupBy(['objects.source', 'objects.day', 'objects.status'])
    .orderBy('objects.day')
    .orderBy('objects.source')
    .execute();
  const lines = new Map<string, StatusRow[]>();
  for (const row of rows) {
    const key = `${row.source}\0${row.day}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return [...lines.values()].map(ledgerLine);
}

type StatusRow = RecordCounts & {
  source: string;
  day: string;
  status: string;
  objects: number;
  offers: number;
  expired: number;
};

function ledgerLine(rows: readonly StatusRow[]): LedgerLine {
  const sum = (field: 'offers' | 'objects' | 'expired' | keyof RecordCounts) =>
    rows.reduce((total, row) => total + Number(row[field]), 0);
  const withStatus = (...statuses: string[]) =>
    rows.filter((row) => statuses.includes(row.status)).reduce((total, row) => total + Number(row.objects), 0);
  return {
    source: rows[0].source,
    day: rows[0].day,
    objects: {
      offered: sum('offers'),
      loaded: withStatus('loaded'),
      known: sum('offers') - sum('objects'),
      refused: withStatus('refused'),
      skipped: withStatus('skipped'),
      waiting: withStatus('waiting', 'loading'),
    },
    records: {
      read: sum('read'),
      events: sum('events'),
      rejects: sum('rejects'),
      filtered: sum('filtered'),
      expired: sum('expired'),
    },
  };
}

/** Where an object with rejects is, and the log type it was read as. */
export interface RejectedObject {
  readonly location: string;
  readonly logType: string | null;
}

/** The objects whose live reading has rejects: what a replay reads anew. Standard input cannot be. */
export async function objectsWithRejects(db: StateDb): Promise<RejectedObject[]> {
  const rows = await db
    .selectFrom('objects')
    .innerJoin('loads', (join) =>
      join.onRef('loads.object', '=', 'objects.id').onRef('loads.generation', '=', 'objects.generation'),
    )
    .select(['objects.bucket', 'objects.key', 'objects.log_type'])
    .where('loads.rejects', '>', 0)
    .where('objects.bucket', '!=', 'stdin')
    .orderBy('objects.key')
    .execute();
  return rows.map(({ bucket, key, log_type: logType }) => ({
    location: bucket === 'file' ? key : `s3://${bucket}/${key}`,
    logType,
  }));
}
