import { rejectDataset } from '../core/batch/reject-batch.ts';
import { type RawJson, rawJson } from '../core/json/raw-json.ts';
import { all, and, type Query } from '../core/query/ast.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import type { StateDb } from '../state/open-state.ts';
import { fieldIs } from '../timeline/event-store.ts';
import type { Question, QuestionContext } from './question.ts';

/** Why records did not become events, how many, and one of them. */
export interface RejectCause {
  readonly code: string;
  readonly logType: string;
  readonly count: number;
  /** When they were read first and last. */
  readonly first: string;
  readonly last: string;
  readonly example: RejectExample | null;
}

/** A record's first bytes, as text or, where they are none, in Base64. */
export type RejectExample = RejectPlace & RawJson;

interface RejectPlace {
  readonly object: string;
  /** First byte of the record in the decompressed object. */
  readonly offset: number;
  readonly message: string;
}

/** Bytes of an example that are shown. */
const exampleBytes = 400;

/** Every cause, most records first. */
export async function rejectCauses(
  context: Pick<QuestionContext, 'engine' | 'snapshot' | 'db'>,
): Promise<RejectCause[]> {
  const by = ['kushi.reject.code', 'kushi.reject.log_type'];
  const buckets = await context.engine.aggregate(all, context.snapshot, { datasets: [rejectDataset], by });
  return Promise.all(
    buckets.map(async ({ key: [code, logType], count, first, last }) => ({
      code: code ?? '',
      logType: logType ?? '',
      count,
      first: formatTime(first),
      last: formatTime(last),
      example: await exampleOf(context, rejectQuery({ code: code ?? '', logType: logType ?? '' })),
    })),
  );
}

export const listRejectCauses: Question<null, { readonly causes: readonly RejectCause[] }> = async (_, context) => ({
  causes: await rejectCauses(context),
});

export function rejectQuery({ code, logType }: { code?: string | undefined; logType?: string | undefined }): Query {
  return and([
    ...(code === undefined ? [] : [fieldIs('kushi.reject.code', [code])]),
    ...(logType === undefined ? [] : [fieldIs('kushi.reject.log_type', [logType])]),
  ]);
}

async function exampleOf(
  { engine, snapshot, db }: Pick<QuestionContext, 'engine' | 'snapshot' | 'db'>,
  query: Query,
): Promise<RejectExample | null> {
  for await (const row of engine.search(query, snapshot, { datasets: [rejectDataset], limit: 1 })) {
    const name = await objectName(db, row.object);
    const message = String(row.fields['kushi.reject.message'] ?? '');
    return { object: name, offset: row.offset, message, ...rawOf(row, exampleBytes) };
  }
  return null;
}

export function rawOf({ fields }: EventRow, most: number): RawJson {
  const raw = fields['kushi.raw'];
  const bytes = typeof raw === 'string' ? Buffer.from(raw, 'base64') : new Uint8Array(0);
  return rawJson(bytes.subarray(0, most), (some) => Buffer.from(some).toString('base64'));
}

export async function objectName(db: StateDb, object: string): Promise<string> {
  const row = await db.selectFrom('objects').select('name').where('id', '=', object).executeTakeFirst();
  return row?.name ?? object;
}
