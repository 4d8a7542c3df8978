import { uuid } from '../random/identifiers.ts';
import type { Random } from '../random/random.ts';
import { isoSeconds, minute } from '../time/stamp.ts';

interface Insight {
  readonly account: string;
  readonly region: string;
  readonly source: string;
  readonly name: string;
  readonly arn: string;
  /** Calls a minute, usually and now. */
  readonly baseline: number;
  readonly rate: number;
}

/**
 * Start and end of an unusual rate of calls, the second after `minutes`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export function insightEvents(random: Random, insight: Insight, start: number, minutes: number) {
  const sharedEventID = uuid(random);
  const statistics = {
    baseline: { average: insight.baseline },
    insight: { average: insight.rate },
    baselineDuration: 10080,
  };
  const average = {
    insight: [{ value: insight.arn, average: insight.rate }],
    baseline: [{ value: insight.arn, average: insight.baseline }],
  };
  return (['Start', 'End'] as const).map((state) => {
    const time = state === 'Start' ? start : start + minutes * minute;
    const record = {
      eventVersion: '1.11',
      eventTime: isoSeconds(time),
      awsRegion: insight.region,
      eventID: uuid(random),
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: insight.account,
      sharedEventID,
      insightDetails: {
        state,
        eventSource: insight.source,
        eventName: insight.name,
        insightType: 'ApiCallRateInsight',
        insightContext: {
          statistics: state === 'Start' ? statistics : { ...statistics, insightDuration: minutes },
          attributions: [{ attribute: 'userIdentityArn', ...average }],
        },
      },
      eventCategory: 'Insight',
    };
    return { time, record: JSON.stringify(record) };
  });
}
