import type { LiveSegment, Segment, Snapshot } from '../engines/engine.ts';
import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { SegmentsTable } from './tables.ts';

/** What queries may see now: one read, unaffected by later commits. What `before` holds is not read again. */
export async function snapshot(db: StateDb, before: Snapshot = { segments: [] }): Promise<Snapshot> {
  const known = new Map(before.segments.map((segment) => [segment.entitiesKey, segment]));
  return db.transaction().execute(async (trx) => {
    const keys = await trx.selectFrom('segments').select(['id', 'entities_key']).orderBy('day').orderBy('id').execute();
    const unknown = keys.filter(({ entities_key: key }) => !known.has(key)).map(({ id }) => id);
    const rows = new Map<string, SegmentsTable>();
    for (const some of inChunks(unknown))
      for (const row of await trx.selectFrom('segments').selectAll().where('id', 'in', some).execute())
        rows.set(row.id, row);
    const dead = await deadPairs(trx);
    return {
      segments: keys.map(({ id, entities_key: key }) => {
        const row = rows.get(id);
        return row === undefined ? withDead(known.get(key)!, dead.get(id) ?? []) : liveSegment(row, dead.get(id) ?? []);
      }),
    };
  });
}

function withDead(segment: LiveSegment, dead: readonly Dead[]): LiveSegment {
  return dead.length === 0 && segment.dead.length === 0 ? segment : { ...segment, dead };
}

/** How many segment files queries read. */
export async function countSegments(db: StateDb): Promise<number> {
  const { count } = await db
    .selectFrom('segments')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

type Dead = LiveSegment['dead'][number];

async function deadPairs(db: StateDb): Promise<Map<string, Dead[]>> {
  const pairs = new Map<string, Dead[]>();
  for (const { segment, object, generation } of await db.selectFrom('dead').selectAll().execute()) {
    const list = pairs.get(segment);
    if (list === undefined) pairs.set(segment, [{ object, generation }]);
    else list.push({ object, generation });
  }
  return pairs;
}

/** Segments that hold rows of an object, whatever their generation. */
export async function segmentsOf(db: StateDb, object: string): Promise<LiveSegment[]> {
  const rows = await db
    .selectFrom('segments')
    .where('id', 'in', db.selectFrom('segment_objects').select('segment').where('object', '=', object))
    .selectAll()
    .execute();
  const dead = await deadPairs(db);
  return rows.map((row) => liveSegment(row, dead.get(row.id) ?? []));
}

/** Segments of one dataset and UTC day. */
export async function segmentsOfDay(db: StateDb, dataset: string, day: string): Promise<LiveSegment[]> {
  const rows = await db
    .selectFrom('segments')
    .where('dataset', '=', dataset)
    .where('day', '=', day)
    .selectAll()
    .orderBy('id')
    .execute();
  const dead = await deadPairs(db);
  return rows.map((row) => liveSegment(row, dead.get(row.id) ?? []));
}

/** Segments with rows that do not show yet, because their object is still being read anew. A rewrite would lose them. */
export async function pendingSegments(db: StateDb): Promise<Set<string>> {
  const rows = await db
    .selectFrom('dead')
    .innerJoin('objects', 'objects.id', 'dead.object')
    .whereRef('dead.generation', '>', 'objects.generation')
    .select('dead.segment')
    .execute();
  return new Set(rows.map((row) => row.segment));
}

function liveSegment(row: SegmentsTable, dead: readonly Dead[]): LiveSegment {
  return {
    id: row.id,
    dataset: row.dataset,
    day: row.day,
    key: row.key,
    entitiesKey: row.entities_key,
    rows: row.rows,
    bytes: row.bytes,
    first: nsOf(row.first),
    last: nsOf(row.last),
    fields: JSON.parse(row.fields),
    mapping: row.mapping,
    level: row.level,
    dead,
  };
}

export async function addSegments(db: StateDb, segments: readonly Segment[]): Promise<void> {
  for (const some of inChunks(segments)) await db.insertInto('segments').values(some.map(segmentRow)).execute();
  const objects = segments.flatMap(({ id, objects }) => objects.map((part) => ({ segment: id, ...part })));
  for (const some of inChunks(objects)) await db.insertInto('segment_objects').values(some).execute();
}

function segmentRow(segment: Segment): SegmentsTable {
  return {
    id: segment.id,
    dataset: segment.dataset,
    day: segment.day,
    key: segment.key,
    entities_key: segment.entitiesKey,
    rows: segment.rows,
    bytes: segment.bytes,
    first: nsText(segment.first),
    last: nsText(segment.last),
    fields: JSON.stringify(segment.fields),
    mapping: segment.mapping,
    level: segment.level,
  };
}

type Removed = Pick<Segment, 'id' | 'key' | 'entitiesKey'>;

/** Takes segments out of the catalog. Their files become garbage, kept for readers that began before. */
export async function dropSegments(db: StateDb, segments: readonly Removed[], since: bigint): Promise<void> {
  for (const segment of segments) {
    await db.deleteFrom('segments').where('id', '=', segment.id).execute();
    await db.deleteFrom('segment_objects').where('segment', '=', segment.id).execute();
    await db.deleteFrom('dead').where('segment', '=', segment.id).execute();
    await addGarbage(db, [segment.key, segment.entitiesKey], since);
  }
}

/** A segment's sidecar made anew, because other rows of it are live now. */
export interface Reindexed {
  readonly segment: string;
  readonly entitiesKey: string;
  readonly replaces: string;
}

export async function replaceSidecars(db: StateDb, sidecars: readonly Reindexed[], since: bigint): Promise<void> {
  for (const sidecar of sidecars) {
    await db
      .updateTable('segments')
      .set({ entities_key: sidecar.entitiesKey })
      .where('id', '=', sidecar.segment)
      .execute();
    await addGarbage(db, [sidecar.replaces], since);
  }
}

async function addGarbage(db: StateDb, keys: readonly string[], since: bigint): Promise<void> {
  const rows = keys.map((key) => ({ key, since: nsText(since) }));
  await db
    .insertInto('garbage')
    .values(rows)
    .onConflict((oc) => oc.column('key').doNothing())
    .execute();
}

/** Keys that became garbage before a time. */
export async function garbageBefore(db: StateDb, before: bigint): Promise<string[]> {
  const rows = await db.selectFrom('garbage').select('key').where('since', '<', nsText(before)).execute();
  return rows.map((row) => row.key);
}

export async function forgetGarbage(db: StateDb, keys: readonly string[]): Promise<void> {
  for (const some of inChunks(keys)) await db.deleteFrom('garbage').where('key', 'in', some).execute();
}

/** Every file the catalog knows, live or garbage: what a sweep must leave alone. */
export async function knownKeys(db: StateDb): Promise<Set<string>> {
  const segments = await db.selectFrom('segments').select(['key', 'entities_key']).execute();
  const garbage = await db.selectFrom('garbage').select('key').execute();
  return new Set([...segments.flatMap((row) => [row.key, row.entities_key]), ...garbage.map((row) => row.key)]);
}
