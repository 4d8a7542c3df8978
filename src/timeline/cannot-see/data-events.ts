import { and } from '../../core/query/ast.ts';
import { nsPerDay } from '../../core/time/rfc3339.ts';
import { message } from '../../core/words/say.ts';
import { type EventStore, fieldIs, type TimeRange } from '../event-store.ts';
import { type Gap, noPlace } from './gap.ts';

/** Data events of S3, which a trail records only when told to: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
const objectCalls = [
  'GetObject',
  'HeadObject',
  'ListObjects',
  'ListObjectsV2',
  'PutObject',
  'DeleteObject',
  'CopyObject',
];
const lookBackDays = 7n;

/** Accounts from whose buckets no call on an object was ever seen in the week before the range and in it. */
export async function dataEventsOff(store: EventStore, accounts: readonly string[], range: TimeRange): Promise<Gap[]> {
  const query = and([fieldIs('event.action', objectCalls), fieldIs('cloud.account.id', accounts)]);
  const buckets = await store.engine.aggregate(query, store.snapshot, {
    by: ['cloud.account.id'],
    datasets: ['aws.cloudtrail'],
    from: range.from - lookBackDays * nsPerDay,
    to: range.to,
  });
  const seen = new Set(buckets.map(({ key: [account] }) => account));
  return accounts
    .filter((account) => !seen.has(account))
    .map((account) => ({
      ...noPlace,
      kind: 'data-events-off',
      message: message('gap.data-events-off', { account }),
      dataset: 'aws.cloudtrail',
      account,
      evidence: { events: 0, days: Number(lookBackDays + (range.to - range.from) / nsPerDay) },
    }));
}
