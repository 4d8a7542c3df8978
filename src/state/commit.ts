import type { LiveSegment, Segment, Sighting } from '../engines/engine.ts';
import { type AddedMatches, addMatches } from './add-matches.ts';
import type { Match } from './alerts.ts';
import { addSegments, dropSegments, type Reindexed, replaceSidecars, segmentsOf } from './catalog.ts';
import { inChunks } from './in-chunks.ts';
import { addInvalidFields, type InvalidFieldOfObject } from './invalid-fields.ts';
import { liveGenerations, type RecordCounts } from './ledger.ts';
import { nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** How far one object's reading got with a batch. Counts are of this batch alone. */
export interface ObjectProgress {
  readonly object: string;
  readonly generation: number;
  readonly mapping: string;
  readonly logType: string;
  /** The whole object has been read. */
  readonly done: boolean;
  readonly resume: { readonly offset: number; readonly state: string };
  readonly counts: RecordCounts;
}

export interface BatchCommit {
  readonly segments: readonly Segment[];
  readonly progress: readonly ObjectProgress[];
  readonly matches: readonly Match[];
  readonly invalid: readonly InvalidFieldOfObject[];
  /** Sidecars made anew for segments whose live rows change with this commit. */
  readonly reindexed: readonly Reindexed[];
  /** Wall clock, nanoseconds. */
  readonly now: bigint;
  /** Matches of events younger than this page people, nanoseconds; 24 hours when absent. */
  readonly pageWithin?: bigint;
}

/**
 * Makes a batch visible: ledger, catalog, matches and alerts in one transaction. Returns which alerts that changed.
 * Everything it names is durable already; a crash before leaves nothing visible, a crash after loses nothing.
 */
export async function commitBatch(db: StateDb, commit: BatchCommit): Promise<AddedMatches> {
  return db.transaction().execute(async (trx) => {
    await addSegments(trx, commit.segments);
    await saveProgress(trx, commit.progress);
    await makeLive(trx, commit.progress);
    await replaceSidecars(trx, commit.reindexed, commit.now);
    await addInvalidFields(trx, commit.invalid);
    return addMatches(trx, commit.matches, commit);
  });
}

async function saveProgress(db: StateDb, progress: readonly ObjectProgress[]): Promise<void> {
  const rows = progress.map(({ object, generation, mapping, done, resume, counts }) => ({
    object,
    generation,
    mapping,
    expired: 0,
    done: done ? 1 : 0,
    resume_offset: resume.offset,
    resume_state: resume.state,
    ...counts,
  }));
  for (const some of inChunks(rows))
    await db
      .insertInto('loads')
      .values(some)
      .onConflict((oc) =>
        oc.columns(['object', 'generation']).doUpdateSet((eb) => ({
          done: eb.ref('excluded.done'),
          resume_offset: eb.ref('excluded.resume_offset'),
          resume_state: eb.ref('excluded.resume_state'),
          read: eb('loads.read', '+', eb.ref('excluded.read')),
          events: eb('loads.events', '+', eb.ref('excluded.events')),
          rejects: eb('loads.rejects', '+', eb.ref('excluded.rejects')),
          filtered: eb('loads.filtered', '+', eb.ref('excluded.filtered')),
        })),
      )
      .execute();
}

/** Whether rows of this generation show: a first reading at once, a new reading of a loaded object when it is whole. */
export function goesLive(progress: Pick<ObjectProgress, 'generation' | 'done'>, live: number): boolean {
  return progress.done || live === 0 || live === progress.generation;
}

/** What an object's row in the ledger becomes. */
interface NewState {
  readonly status: 'loaded' | 'loading';
  readonly logType: string;
  readonly generation: number;
  readonly done: boolean;
}

async function makeLive(db: StateDb, progress: readonly ObjectProgress[]): Promise<void> {
  const live = await liveGenerations(
    db,
    progress.map(({ object }) => object),
  );
  const states = new Map<string, { state: NewState; objects: string[] }>();
  for (const one of progress) {
    const state = stateAfter(one, live.get(one.object) ?? 0);
    const key = JSON.stringify(state);
    const same = states.get(key);
    if (same === undefined) states.set(key, { state, objects: [one.object] });
    else same.objects.push(one.object);
  }
  for (const { state, objects } of states.values())
    for (const some of inChunks(objects)) await setState(db, some, state);
  for (const one of progress) await buryOthers(db, one, live.get(one.object) ?? 0);
}

function stateAfter(progress: ObjectProgress, live: number): NewState {
  const { generation, done, logType } = progress;
  const isFirst = live === 0 || live === generation;
  return {
    status: done || !isFirst ? 'loaded' : 'loading',
    logType,
    generation: goesLive(progress, live) ? generation : live,
    done,
  };
}

async function setState(db: StateDb, objects: readonly string[], state: NewState): Promise<void> {
  const { status, logType, generation, done } = state;
  await db
    .updateTable('objects')
    .set({ status, log_type: logType, generation, ...(done ? { reason: null } : {}) })
    .where('id', 'in', objects)
    .execute();
  if (!done) return;
  await db.deleteFrom('loads').where('object', 'in', objects).where('generation', '!=', generation).execute();
  await db.deleteFrom('invalid_fields').where('object', 'in', objects).where('generation', '!=', generation).execute();
}

/** Rows of an object that was loaded before: those of all generations but the one that is live now are dead. */
async function buryOthers(db: StateDb, progress: ObjectProgress, live: number): Promise<void> {
  const { object, generation } = progress;
  if (live === 0 || live === generation) return;
  const now = goesLive(progress, live) ? generation : live;
  await db.deleteFrom('dead').where('object', '=', object).execute();
  await db
    .insertInto('dead')
    .columns(['segment', 'object', 'generation'])
    .expression(
      db
        .selectFrom('segment_objects')
        .select(['segment', 'object', 'generation'])
        .where('object', '=', object)
        .where('generation', '!=', now),
    )
    .execute();
}

/**
 * Segments whose set of live rows will change when `progress` is committed, as they will be then. The caller makes
 * their sidecars anew before the commit. Empty for first readings, which is nearly always.
 */
export async function segmentsToReindex(db: StateDb, progress: readonly ObjectProgress[]): Promise<LiveSegment[]> {
  const changed = new Map<string, LiveSegment>();
  const generations = await liveGenerations(
    db,
    progress.map(({ object }) => object),
  );
  for (const one of progress) {
    const live = generations.get(one.object) ?? 0;
    if (live === 0 || live === one.generation || !goesLive(one, live)) continue;
    for (const segment of await segmentsOf(db, one.object)) {
      const before = changed.get(segment.id) ?? segment;
      changed.set(segment.id, await withLive(db, before, one));
    }
  }
  return [...changed.values()];
}

async function withLive(db: StateDb, segment: LiveSegment, progress: ObjectProgress): Promise<LiveSegment> {
  const parts = await db
    .selectFrom('segment_objects')
    .select(['object', 'generation'])
    .where('segment', '=', segment.id)
    .where('object', '=', progress.object)
    .execute();
  const others = segment.dead.filter((pair) => pair.object !== progress.object);
  return { ...segment, dead: [...others, ...parts.filter((part) => part.generation !== progress.generation)] };
}

/** Swaps segments for their rewritten ones: rows stay the same, dead rows are gone. One transaction. */
export async function commitRewrite(
  db: StateDb,
  rewrite: { readonly replaces: readonly LiveSegment[]; readonly segments: readonly Segment[]; readonly now: bigint },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await dropSegments(trx, rewrite.replaces, rewrite.now);
    await addSegments(trx, rewrite.segments);
  });
}

/** Takes expired segments out, counts their live rows as expired, and keeps first and last sightings. One transaction. */
export async function commitExpiry(
  db: StateDb,
  expiry: { readonly segments: readonly LiveSegment[]; readonly sightings: readonly Sighting[]; readonly now: bigint },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const segment of expiry.segments) await countExpired(trx, segment.id);
    for (const sighting of expiry.sightings) await keepSighting(trx, sighting);
    await dropSegments(trx, expiry.segments, expiry.now);
  });
}

async function countExpired(db: StateDb, segment: string): Promise<void> {
  const parts = await db.selectFrom('segment_objects').selectAll().where('segment', '=', segment).execute();
  for (const { object, generation, rows } of parts) {
    const load = db.updateTable('loads').where('object', '=', object).where('generation', '=', generation);
    await load.set((eb) => ({ expired: eb('expired', '+', rows) })).execute();
  }
}

async function keepSighting(db: StateDb, { field, value, dataset, first, last, count }: Sighting): Promise<void> {
  const times = { first: nsText(first), last: nsText(last) };
  await db
    .insertInto('past_sightings')
    .values({ field, value, dataset, ...times, count })
    .onConflict((oc) =>
      oc.columns(['value', 'field', 'dataset']).doUpdateSet((eb) => ({
        first: eb
          .case()
          .when('past_sightings.first', '<', times.first)
          .then(eb.ref('past_sightings.first'))
          .else(times.first)
          .end(),
        last: eb
          .case()
          .when('past_sightings.last', '>', times.last)
          .then(eb.ref('past_sightings.last'))
          .else(times.last)
          .end(),
        count: eb('past_sightings.count', '+', count),
      })),
    )
    .execute();
}
