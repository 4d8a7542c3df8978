import type { Engine, LiveSegment } from '../engines/engine.ts';
import { forgetGarbage, garbageBefore, pendingSegments, segmentsOfDay } from '../state/catalog.ts';
import { commitRewrite } from '../state/commit.ts';
import type { StateDb } from '../state/open-state.ts';
import { newBatchId } from './batch-id.ts';
import { failPoint } from './fail-point.ts';

/**
 * Segments of one level that are merged into one of the next. With two merges every row is written three times, and a
 * day of n commits has at most 21 + 21 + n / 22² live segments: 62 at 10,000 commits.
 */
export const fanIn = 22;

/** Rows of the highest level are not merged again. */
const lastLevel = 2;

/** How long files stay after a rewrite for readers that began before it. */
const graceNs = 15n * 60n * 1_000_000_000n;

export interface Compaction {
  readonly db: StateDb;
  readonly engine: Engine;
  /** The field rows are ordered by in a rewritten segment, before time: the log type's primary entity. */
  readonly sortBy: (dataset: string) => string | undefined;
  readonly clock: () => bigint;
}

/** Which segments of one dataset and day to merge now: all of the lowest level that has enough of them, or none. */
export function segmentsToMerge(segments: readonly LiveSegment[], all = false): readonly LiveSegment[] {
  if (all)
    return segments.length > 1 || segments.some(({ dead, level }) => dead.length > 0 || level === 0) ? segments : [];
  for (let level = 0; level < lastLevel; level++) {
    const ofLevel = segments.filter((segment) => segment.level === level);
    if (ofLevel.length >= fanIn) return ofLevel;
  }
  return [];
}

/** Merges what is due in one dataset and day, until nothing is. `all` makes one segment of the whole day. */
export async function compactDay(compaction: Compaction, dataset: string, day: string, all = false): Promise<void> {
  for (;;) {
    const pending = await pendingSegments(compaction.db);
    const segments = (await segmentsOfDay(compaction.db, dataset, day)).filter(({ id }) => !pending.has(id));
    const merge = segmentsToMerge(segments, all);
    if (merge.length === 0) return;
    await rewrite(compaction, dataset, merge);
    if (all) return;
  }
}

async function rewrite(
  { db, engine, sortBy, clock }: Compaction,
  dataset: string,
  replaces: readonly LiveSegment[],
): Promise<void> {
  const field = sortBy(dataset);
  const segments = await engine.rewrite({
    id: newBatchId(),
    segments: replaces,
    ...(field === undefined ? {} : { sortBy: field }),
  });
  failPoint('compact.rewritten');
  await commitRewrite(db, { replaces, segments, now: clock() });
  failPoint('compact.committed');
}

/** Deletes files that no snapshot has named for longer than the grace time. */
export async function removeGarbage({ db, engine, clock }: Compaction, grace = graceNs): Promise<number> {
  const keys = await garbageBefore(db, clock() - grace);
  await engine.removeFiles(keys);
  failPoint('compact.removed');
  await forgetGarbage(db, keys);
  return keys.length;
}
