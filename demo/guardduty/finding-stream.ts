import { type LogStream, lineStream } from '../objects/log-stream.ts';
import { uuid } from '../random/identifiers.ts';
import { dayPath, minute } from '../time/stamp.ts';
import { type Account, region } from '../world/accounts.ts';

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html */
export function findingStream(account: Account): LogStream {
  return lineStream({
    name: `guardduty ${account.id}`,
    dataset: 'aws.guardduty',
    bucket: 'example-parcels-guardduty',
    window: 5 * minute,
    key: (delivered, random) =>
      `AWSLogs/${account.id}/GuardDuty/${region}/${dayPath(delivered)}/${uuid(random)}.jsonl.gz`,
  });
}
