import { compareText } from '../../core/query/compare-text.ts';
import { dayOf } from '../day-of.ts';
import type { EventRow, FieldKind, FieldValue, Segment, SegmentObject } from '../engine.ts';
import { rowOrder } from '../row-order.ts';

/** Rows that make one segment. */
export interface DayRows {
  readonly dataset: string;
  readonly day: string;
  readonly rows: readonly EventRow[];
}

export function groupByDay(rows: readonly EventRow[]): readonly DayRows[] {
  const groups = new Map<string, EventRow[]>();
  for (const row of rows) {
    const key = `${dayOf(row.time)} ${row.dataset}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((group) => ({ dataset: group[0].dataset, day: dayOf(group[0].time), rows: group }));
}

export function describeSegment(
  id: string,
  { dataset, day, rows }: DayRows,
  of: Pick<Segment, 'mapping' | 'level'>,
): Segment {
  const times = rows.map((row) => row.time).sort((a, b) => (a < b ? -1 : Number(a > b)));
  const fields: Record<string, FieldKind> = {};
  for (const row of rows) for (const [name, value] of Object.entries(row.fields)) fields[name] = kindOf(value);
  const key = `${dataset}/${day}/${id}`;
  return {
    ...of,
    id: `${id}-${day}`,
    dataset,
    day,
    key,
    entitiesKey: `${key}.entities`,
    rows: rows.length,
    bytes: 0,
    first: times[0],
    last: times[times.length - 1],
    fields,
    objects: countObjects(rows),
  };
}

/** By a field's first value, rows without it last, then by time. */
export function rewriteOrder(sortBy: string | undefined): (a: EventRow, b: EventRow) => number {
  const byTime = rowOrder('oldest');
  if (sortBy === undefined) return byTime;
  return (a, b) => {
    const [x, y] = [sortText(a.fields[sortBy]), sortText(b.fields[sortBy])];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined) || byTime(a, b);
    return compareText(x, y) || byTime(a, b);
  };
}

function sortText(value: FieldValue | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value?.toString();
}

function countObjects(rows: readonly EventRow[]): readonly SegmentObject[] {
  const counts = new Map<string, SegmentObject>();
  for (const { object, generation } of rows) {
    const key = `${generation} ${object}`;
    counts.set(key, { object, generation, rows: (counts.get(key)?.rows ?? 0) + 1 });
  }
  return [...counts.values()];
}

function kindOf(value: FieldValue): FieldKind {
  if (typeof value === 'object') return 'list';
  if (typeof value === 'bigint') return 'int64';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'double' : 'boolean';
}
