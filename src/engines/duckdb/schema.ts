import type { FieldKind, LiveSegment, SearchOptions } from '../engine.ts';
import type { Kinds } from './sql/column.ts';

/** Segments that one statement can read: one dataset, and the same columns as far as they matter. */
export interface SegmentGroup {
  readonly dataset: string;
  /** Kinds of the fields that matter. */
  readonly kinds: Kinds;
  readonly segments: readonly LiveSegment[];
}

/** Segments that can hold rows a search wants, told by dataset and time alone. */
export function segmentsInRange(
  segments: readonly LiveSegment[],
  { from, to, datasets }: Pick<SearchOptions, 'from' | 'to' | 'datasets'>,
): readonly LiveSegment[] {
  return segments.filter(
    (segment) =>
      segment.rows > 0 &&
      (datasets === undefined || datasets.includes(segment.dataset)) &&
      (from === undefined || segment.last >= from) &&
      (to === undefined || segment.first < to),
  );
}

/** Groups segments by dataset and by the kinds of the fields that matter; all fields do when `fields` is absent. */
export function groupSegments(segments: readonly LiveSegment[], fields?: ReadonlySet<string>): readonly SegmentGroup[] {
  const groups = new Map<string, SegmentGroup & { segments: LiveSegment[] }>();
  for (const segment of segments) {
    const kinds = kindsOf(segment, fields);
    const key = JSON.stringify([segment.dataset, kinds]);
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, { dataset: segment.dataset, kinds: Object.fromEntries(kinds), segments: [segment] });
    else group.segments.push(segment);
  }
  return [...groups.values()];
}

function kindsOf(
  segment: LiveSegment,
  fields: ReadonlySet<string> | undefined,
): readonly (readonly [string, FieldKind])[] {
  const kinds = Object.entries(segment.fields).filter(([name]) => fields === undefined || fields.has(name));
  return kinds.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The days of segments in windows that a search reads one after the other, the first in its order first. */
export function dayWindows(
  segments: readonly LiveSegment[],
  { order, limit }: Pick<SearchOptions, 'order' | 'limit'>,
): readonly (readonly LiveSegment[])[] {
  const byDay = new Map<string, LiveSegment[]>();
  for (const segment of segments) {
    const day = byDay.get(segment.day);
    if (day === undefined) byDay.set(segment.day, [segment]);
    else day.push(segment);
  }
  const days = [...byDay.keys()].sort();
  if (order !== 'oldest') days.reverse();
  const windows: LiveSegment[][] = [];
  for (let at = 0, size = 1; at < days.length; at += size, size = limit === undefined ? 1 : size * 2) {
    windows.push(days.slice(at, at + size).flatMap((day) => byDay.get(day) ?? []));
  }
  return windows;
}
