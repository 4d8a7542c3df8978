import type { LogStream } from '../objects/log-stream.ts';
import { alphanumericText } from '../random/identifiers.ts';
import { dayPath, packedMinute } from '../time/stamp.ts';

/** Bucket of all trails of the company. */
const trailBucket = 'example-parcels-cloudtrail';

/**
 * Objects of one account's trail in one region.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function trailStream(
  account: string,
  region: string,
  window: number,
  folder: 'CloudTrail' | 'CloudTrail-Insight' = 'CloudTrail',
): LogStream {
  return {
    name: `${folder} ${account} ${region}`,
    dataset: 'aws.cloudtrail',
    bucket: trailBucket,
    window,
    open: '{"Records":[',
    between: ',',
    close: ']}',
    key: (delivered, random) =>
      `AWSLogs/${account}/${folder}/${region}/${dayPath(delivered)}/${account}_${folder}_${region}_${packedMinute(delivered)}_${alphanumericText(random, 16)}.json.gz`,
  };
}
