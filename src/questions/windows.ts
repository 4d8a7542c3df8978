import { segmentsInRange } from '../engines/duckdb/schema.ts';
import type { LiveSegment, SearchOptions, Snapshot } from '../engines/engine.ts';

/** A question is asked in so many parts, each with what is known so far. */
const mostWindows = 16;

/** A part of a snapshot: whole days. */
export interface Window {
  readonly snapshot: Snapshot;
  /** Segments read when this one is done. */
  readonly done: number;
  /** Segments in all windows. */
  readonly total: number;
}

/** The snapshot cut into a few parts of about as many segments, newest days first, so that an answer can grow. */
export function windowsOf(
  snapshot: Snapshot,
  range: Pick<SearchOptions, 'from' | 'to' | 'datasets'>,
): readonly Window[] {
  const segments = segmentsInRange(snapshot.segments, range);
  const days = new Map<string, LiveSegment[]>();
  for (const segment of segments) days.set(segment.day, [...(days.get(segment.day) ?? []), segment]);
  const size = Math.ceil(segments.length / mostWindows);
  const windows: Window[] = [];
  let some: LiveSegment[] = [];
  let done = 0;
  for (const day of [...days.keys()].sort().reverse()) {
    some.push(...days.get(day)!);
    done += days.get(day)!.length;
    if (some.length < size && done < segments.length) continue;
    windows.push({ snapshot: { segments: some }, done, total: segments.length });
    some = [];
  }
  return windows;
}
