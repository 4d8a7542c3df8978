import { randomBytes } from 'node:crypto';
import { threadId } from 'node:worker_threads';
import type { Engine, LiveSegment, Snapshot } from '../../engines/engine.ts';
import { batchTime } from '../../pipeline/batch-id.ts';

/** Files that a merge replaced stay for a quarter of an hour; a snapshot is good for a little less. */
const keptMs = 14 * 60_000;

/** Snapshots share their segments, so many cost little. */
const mostKept = 500;

interface Kept {
  readonly snapshot: Snapshot;
  /** When it was last what is committed, wall clock. */
  current: number;
}

const ofEngine = new WeakMap<Engine, Map<string, Kept>>();
const names = new WeakMap<Snapshot, string>();

/** Threads are numbered anew in each process; this keeps the names of one that ended from meaning something in the next. */
const process = randomBytes(6).toString('hex');
let next = 1;

/** Remembers what is committed now, for the pages that follow the first, and gives it a name. */
export function keepSnapshot(engine: Engine, snapshot: Snapshot, now: number): { name: string; thread: number } {
  const kept = ofEngine.get(engine) ?? new Map<string, Kept>();
  ofEngine.set(engine, kept);
  const name = names.get(snapshot) ?? `${process}.${threadId}.${next++}`;
  names.set(snapshot, name);
  kept.delete(name);
  kept.set(name, { snapshot, current: now });
  for (const [old, { current }] of kept) {
    if (kept.size <= mostKept && current > now - keptMs) break;
    kept.delete(old);
  }
  return { name, thread: threadId };
}

/**
 * The snapshot of that name. When it is not remembered any more, that of now without what was loaded since, as far as
 * merges have not mixed it with what was there before.
 */
export function snapshotAgain(
  engine: Engine,
  current: Snapshot,
  { name, asked, now }: { readonly name: string; readonly asked: number; readonly now: number },
): Snapshot {
  if (names.get(current) === name) return current;
  const kept = ofEngine.get(engine)?.get(name);
  if (kept !== undefined && kept.current > now - keptMs) return kept.snapshot;
  return { segments: current.segments.filter((segment) => !isLater(segment, asked)) };
}

function isLater({ id, level }: LiveSegment, asked: number): boolean {
  return level === 0 && batchTime(id) > asked;
}
