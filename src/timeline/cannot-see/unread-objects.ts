import { rejectDataset } from '../../core/batch/reject-batch.ts';
import { all } from '../../core/query/ast.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
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
    sentence: `${count} ${Number(count) === 1 ? 'object' : 'objects'} of ${source} ${status === 'refused' ? 'refused' : 'not read to the end yet'}${reason === null ? '.' : `: ${reason}`}`,
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
    sentence: `${count.toLocaleString('en-US')} records of ${dataset ?? 'unknown log types'} received since the range began could not be read (${code}).`,
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
      sentence: `Nothing is kept from before ${formatTime(first).slice(0, 19)}.`,
      since: range.from,
      until: first,
      evidence: { firstEvent: formatTime(first) },
    },
  ];
}
