import { rejectDataset } from '../core/batch/reject-batch.ts';
import { KushiError } from '../core/error/error.ts';
import type { RawJson } from '../core/json/raw-json.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import type { EventPlace } from './open-event.ts';
import { readCursor, writeCursor } from './paging/cursor.ts';
import { keepSnapshot, snapshotAgain } from './paging/kept-snapshots.ts';
import { rowsAfter } from './paging/page-rows.ts';
import type { Question } from './question.ts';
import { objectName, rawOf, rejectQuery } from './reject-causes.ts';

export interface ListRejectsInput {
  readonly code?: string | undefined;
  readonly logType?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface RejectJson {
  readonly object: string;
  readonly offset: number;
  /** Name of the object. */
  readonly name: string;
  readonly logType: string;
  readonly code: string;
  readonly message: string;
  readonly readAt: string;
}

export interface RejectPage {
  readonly rejects: readonly RejectJson[];
  readonly next: string | null;
}

const fields = ['kushi.reject.code', 'kushi.reject.log_type', 'kushi.reject.message'];

/** Records that did not become events, those read last first. */
export const listRejects: Question<ListRejectsInput, RejectPage> = async (input, context) => {
  const { engine, db, signal, now } = context;
  const nowMs = Number(now / 1_000_000n);
  const cursor = input.cursor === undefined ? null : readCursor(input.cursor);
  const kept = cursor === null ? keepSnapshot(engine, context.snapshot, nowMs) : null;
  const asked = cursor?.asked ?? nowMs;
  const name = cursor?.snapshot ?? kept!.name;
  const snapshot =
    cursor === null ? context.snapshot : snapshotAgain(engine, context.snapshot, { name, asked, now: nowMs });
  const options = { datasets: [rejectDataset], fields, signal };
  const place = cursor === null ? null : { ...cursor, time: BigInt(cursor.time) };
  const listing = { engine, snapshot, query: rejectQuery(input), options, order: 'newest' as const };
  const { rows, last, more } = await rowsAfter(listing, place, input.limit);
  const rejects: RejectJson[] = [];
  for (const row of rows) {
    const [code, logType, message] = fields.map((field) => String(row.fields[field] ?? ''));
    const { object, offset, time } = row;
    rejects.push({
      object,
      offset,
      name: await objectName(db, object),
      logType,
      code,
      message,
      readAt: formatTime(time),
    });
  }
  if (!more || last === null) return { rejects, next: null };
  const thread = cursor?.thread ?? kept!.thread;
  const at = { ...last, time: String(last.time) };
  const next = writeCursor({
    snapshot: name,
    thread,
    asked,
    from: null,
    to: null,
    order: 'newest',
    side: 'after',
    ...at,
  });
  return { rejects, next };
};

export interface RawReject {
  readonly code: string;
  readonly message: string;
  /** Bytes of what was kept of the record. */
  readonly bytes: number;
  readonly raw: RawJson;
}

/** The bytes of a record that did not become an event. Fails with NOT_FOUND. */
export const rawReject: Question<EventPlace, RawReject> = async ({ object, offset }, { engine, snapshot }) => {
  const segments = snapshot.segments.filter(({ dataset }) => dataset === rejectDataset);
  const row = await engine.open(object, offset, { segments });
  if (row === null)
    throw new KushiError('NOT_FOUND', 'There is no such reject. A replay may have made an event of it.');
  const bytes = Buffer.from(String(row.fields['kushi.raw'] ?? ''), 'base64').length;
  return {
    code: String(row.fields['kushi.reject.code'] ?? ''),
    message: String(row.fields['kushi.reject.message'] ?? ''),
    bytes,
    raw: rawOf(row, bytes),
  };
};
