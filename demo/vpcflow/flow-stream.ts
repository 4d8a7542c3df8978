import { type LogStream, lineStream } from '../objects/log-stream.ts';
import { hex } from '../random/identifiers.ts';
import { dayPath, packedMinute } from '../time/stamp.ts';
import { type Account, region } from '../world/accounts.ts';

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html#flow-logs-s3-path */
export function flowStream(account: Account, header: string, window: number): LogStream {
  const id = `fl-0${account.detectorId.slice(0, 16)}`;
  return lineStream({
    name: `vpcflow ${account.id}`,
    dataset: 'aws.vpcflow',
    bucket: 'example-parcels-flow-logs',
    window,
    header,
    key: (delivered, random) =>
      `AWSLogs/${account.id}/vpcflowlogs/${region}/${dayPath(delivered)}/${account.id}_vpcflowlogs_${region}_${id}_${packedMinute(delivered)}_${hex(random, 8)}.log.gz`,
  });
}
