import { type Int64Column, setInt64 } from '../../batch/column.ts';
import type { RecordBatch } from '../../codecs/reader.ts';
import { maxRejectBytes, type Reject, rejectCodes, rejectHeadBytes } from '../../error/reject.ts';
import { nsPerDay } from '../../time/rfc3339.ts';
import { bytesLength, type Kept } from './select-rows.ts';

/** 2000-01-01T00:00:00Z: earlier times come from clocks that were never set. */
const earliest = 946_684_800_000_000_000n;

/**
 * Rows with a usable time, and a reject for each other one. `time` is undefined when no row has any; `path` names what
 * the time is read from.
 */
export function checkTime(
  time: Int64Column | undefined,
  batch: RecordBatch,
  received: bigint,
  path: string | undefined,
): { kept: Kept; rejects: readonly Reject[] } {
  const bounds = new Int32Array(4);
  setInt64(bounds, 0, earliest);
  setInt64(bounds, 1, received + nsPerDay);
  const rejects: Reject[] = [];
  const kept = new Uint32Array(batch.rows);
  let size = 0;
  for (let row = 0; row < batch.rows; row++) {
    const missing = time === undefined || time.present?.[row] === 0;
    if (!missing && !isLess(time.words, row, bounds, 0) && !isLess(bounds, 1, time.words, row)) kept[size++] = row;
    else rejects.push(reject(batch, row, missing ? 'TIME_MISSING' : 'TIME_OUT_OF_RANGE', path));
  }
  return { kept: rejects.length === 0 ? null : kept.subarray(0, size), rejects };
}

function isLess(a: Int32Array, rowA: number, b: Int32Array, rowB: number): boolean {
  const highA = a[2 * rowA + 1];
  const highB = b[2 * rowB + 1];
  return highA < highB || (highA === highB && a[2 * rowA] >>> 0 < b[2 * rowB] >>> 0);
}

function reject(
  batch: RecordBatch,
  row: number,
  code: 'TIME_MISSING' | 'TIME_OUT_OF_RANGE',
  path: string | undefined,
): Reject {
  const start = batch.raw.starts[row];
  const length = bytesLength(batch.raw, row);
  const truncated = length > maxRejectBytes;
  return {
    code,
    message: rejectCodes[code],
    object: batch.object[row],
    offset: batch.offset[row],
    length: batch.length[row],
    raw: batch.raw.bytes.slice(start, start + (truncated ? rejectHeadBytes : length)),
    truncated,
    ...(path === undefined ? {} : { path }),
  };
}
