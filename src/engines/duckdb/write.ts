import type { Int64Column } from '../../core/batch/column.ts';
import type { EventBatch } from '../../core/batch/event-batch.ts';
import { formatDay, utcDay } from '../../core/time/utc-day.ts';
import type { Segment } from '../engine.ts';
import { segmentColumns, storedColumns } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { evenParts, writeSegment } from './segment-writer.ts';

/** Large enough to pack well, and what DuckDB makes of its own; a batch seldom has more rows. */
const freshGroupRows = 122_880;

/** Segments being written at a time: their fsyncs wait together, and not too many files are open. */
const segmentsAtOnce = 16;

/** `Engine.write`: one segment for each UTC day that the batch has events of. Rows keep the order of the batch. */
export async function write(storage: SegmentStorage, id: string, batch: EventBatch): Promise<readonly Segment[]> {
  const columns = segmentColumns(batch);
  const { dataset, mapping } = batch;
  const writeDay = ([day, rows]: [number, Uint32Array]): Promise<Segment> => {
    const segment = {
      write: id,
      dataset,
      day: formatDay(day),
      mapping,
      level: 0,
      columns: storedColumns(columns, rows, storage.isTime),
    };
    return writeSegment(storage, segment, async (file) => {
      for (const part of evenParts(rows, freshGroupRows)) await file.rowGroup(columns, part);
      return { columns, rows };
    });
  };
  const days = rowsByDay(batch.time, batch.rows);
  const segments: Segment[] = [];
  for (let at = 0; at < days.length; at += segmentsAtOnce) {
    const some = await Promise.allSettled(days.slice(at, at + segmentsAtOnce).map(writeDay));
    segments.push(...some.map(fulfilled));
  }
  return segments;
}

/** Failing only when all have ended leaves no write running behind a failure. */
function fulfilled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Rows of each UTC day, days ascending, rows in their order. */
function rowsByDay({ words }: Int64Column, rows: number): [number, Uint32Array][] {
  const days = new Int32Array(rows);
  for (let row = 0; row < rows; row++) days[row] = utcDay(words, row);
  const counts = new Map<number, number>();
  for (let row = 0, first = 0; row < rows; row++) {
    if (row + 1 < rows && days[row + 1] === days[first]) continue;
    counts.set(days[first], (counts.get(days[first]) ?? 0) + row + 1 - first);
    first = row + 1;
  }
  const ordered = [...counts].sort(([a], [b]) => a - b);
  return ordered.map(([day, count]) => {
    const of = new Uint32Array(count);
    let at = 0;
    for (let row = 0; row < rows; row++) if (days[row] === day) of[at++] = row;
    return [day, of];
  });
}
