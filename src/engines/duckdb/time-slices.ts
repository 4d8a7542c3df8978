import type { SearchOptions } from '../engine.ts';
import type { SegmentGroup } from './schema.ts';

/** A part of the time that segments span: `[from, to)`, nanoseconds. */
export interface TimeSlice {
  readonly from: bigint;
  readonly to: bigint;
}

/** Rows that the first slice holds if rows come evenly, and how much longer each slice is than the one before. */
const firstRows = 4096;
const growth = 8n;

/**
 * The time that a search wants of a group, in slices: whoever needs the first rows does not wait until all are read and
 * sorted. Segments that are in order of time are read once, whatever the number of slices; others once a slice.
 */
export function timeSlices(
  { segments }: SegmentGroup,
  { from, to, order, limit = 0 }: Pick<SearchOptions, 'from' | 'to' | 'order' | 'limit'>,
): readonly TimeSlice[] {
  const bounds = segments.map(({ first, last }) => [first, last + 1n]);
  const start = bounds.reduce((least, [first]) => (first < least ? first : least), bounds[0][0]);
  const end = bounds.reduce((most, [, last]) => (last > most ? last : most), bounds[0][1]);
  let [low, high] = [from === undefined || from < start ? start : from, to === undefined || to > end ? end : to];
  const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
  let length = ((high - low) * BigInt(Math.max(firstRows, 4 * limit))) / BigInt(rows) + 1n;
  const slices: TimeSlice[] = [];
  for (; low < high; length *= growth) {
    const isLast = 2n * length >= high - low;
    if (order === 'oldest') {
      slices.push({ from: low, to: isLast ? high : low + length });
      low = isLast ? high : low + length;
    } else {
      slices.push({ from: isLast ? low : high - length, to: high });
      high = isLast ? low : high - length;
    }
  }
  return slices;
}
