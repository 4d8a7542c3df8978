import { rejectDataset } from '../../core/batch/reject-batch.ts';
import { all } from '../../core/query/ast.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { message } from '../../core/words/say.ts';
import { nsText } from '../../state/ns.ts';
import type { StateDb } from '../../state/open-state.ts';
import type { EventStore, TimeRange } from '../event-store.ts';
import { type Gap, noPlace } from './gap.ts';

/** Objects that may hold events of the range and were not read to their end: an object is written after its events. */
export async function unreadObjects(db: StateDb, range: TimeRange): Promise<Gap[]> {
  const rows = await db
    .selectFrom('objects')
    .select((eb) => ['source', 'status', 'reason', eb.fn.countAll<number>().as('count')])
    .where('status', 'in', ['waiting', 'loading', 'refused'])
    .where('time', '>=', nsText(range.from))
    .groupBy(['source', 'status', 'reason'])
    .orderBy('source')
    .execute();
  return rows.map(({ source, status, reason, count }) => ({
    ...noPlace,
    kind: 'objects-unread',
    message:
      status === 'refused'
        ? message('gap.objects-refused', { objects: Number(count), source, reason: reason ?? '?' })
        : message('gap.objects-waiting', { objects: Number(count), source }),
    evidence: { objects: Number(count), source, status },
  }));
}

/** Records received since the range began that did not become events: when they happened is not known. */
export async function rejectsSince(store: EventStore, range: TimeRange): Promise<Gap[]> {
  const by = ['kushi.reject.log_type', 'kushi.reject.code'];
  const buckets = await store.engine.aggregate(all, store.snapshot, {
    datasets: [rejectDataset],
    by,
    from: range.from,
  });
  return buckets.map(({ key: [dataset, code], count, first, last }) => ({
    ...noPlace,
    kind: 'rejects',
    message:
      dataset === null
        ? message('gap.rejects-unknown', { records: count, code: code ?? '' })
        : message('gap.rejects', { records: count, dataset, code: code ?? '' }),
    dataset,
    since: first,
    until: last,
    evidence: { records: count, code: code ?? '' },
  }));
}

/** A range that begins before the first event that is kept. */
export function notKept({ snapshot }: EventStore, range: TimeRange): Gap[] {
  const first = snapshot.segments.reduce<bigint | null>(
    (least, segment) => (least === null || segment.first < least ? segment.first : least),
    null,
  );
  if (first === null || first <= range.from) return [];
  return [
    {
      ...noPlace,
      kind: 'not-kept',
      message: message('gap.not-kept', { until: first }),
      since: range.from,
      until: first,
      evidence: { firstEvent: formatTime(first) },
    },
  ];
}
