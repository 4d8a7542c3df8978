import type { Engine, LiveSegment, Segment } from '../engines/engine.ts';
import type { AddedMatches } from '../state/add-matches.ts';
import type { Reindexed } from '../state/catalog.ts';
import { commitBatch, goesLive, type ObjectProgress, segmentsToReindex } from '../state/commit.ts';
import { liveGenerations } from '../state/ledger.ts';
import type { StateDb } from '../state/open-state.ts';
import { newBatchId } from './batch-id.ts';
import { failPoint } from './fail-point.ts';
import type { WrittenBatch } from './written-batch.ts';

/**
 * Makes a written batch visible. First readings need nothing but the transaction. When an object is read anew, the
 * sidecars of the segments whose live rows change are made anew before it, so that index and rows switch together.
 * Returns which alerts that changed.
 */
export async function commitWritten(
  db: StateDb,
  engine: Engine,
  batch: WrittenBatch,
  { clock, pageWithin }: { readonly clock: () => bigint; readonly pageWithin?: bigint },
): Promise<AddedMatches> {
  const hidden = await hiddenObjects(db, batch.progress);
  const segments: Segment[] = [];
  for (const segment of batch.segments) segments.push(await withoutHidden(engine, segment, hidden));
  const reindexed: Reindexed[] = [];
  for (const segment of await segmentsToReindex(db, batch.progress)) reindexed.push(await reindex(engine, segment));
  failPoint('load.reindexed');
  const page = pageWithin === undefined ? {} : { pageWithin };
  const alerts = await commitBatch(db, { ...batch, segments, reindexed, now: clock(), ...page });
  failPoint('load.committed');
  return alerts;
}

/** Objects being read anew whose rows do not show before the last one is in. */
async function hiddenObjects(db: StateDb, progress: readonly ObjectProgress[]): Promise<Map<string, number>> {
  const hidden = new Map<string, number>();
  const live = await liveGenerations(
    db,
    progress.map(({ object }) => object),
  );
  for (const one of progress) if (!goesLive(one, live.get(one.object) ?? 0)) hidden.set(one.object, one.generation);
  return hidden;
}

/** A new segment's sidecar must not count rows that do not show yet. The one it was written with nobody has seen. */
async function withoutHidden(engine: Engine, segment: Segment, hidden: ReadonlyMap<string, number>): Promise<Segment> {
  const dead = segment.objects.filter((part) => hidden.get(part.object) === part.generation);
  if (dead.length === 0) return segment;
  const entitiesKey = await engine.reindex({ ...segment, dead }, newBatchId());
  await engine.removeFiles([segment.entitiesKey]);
  return { ...segment, entitiesKey };
}

async function reindex(engine: Engine, segment: LiveSegment): Promise<Reindexed> {
  const entitiesKey = await engine.reindex(segment, newBatchId());
  return { segment: segment.id, entitiesKey, replaces: segment.entitiesKey };
}
