import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { formatProblem } from '../../src/core/error/error.ts';
import { loadLogType } from '../../src/core/logtype/load-logtype.ts';
import type { Content } from '../../src/pipeline/content.ts';
import { readLogTypes } from '../../src/pipeline/read-folders.ts';

/** What an earlier version of CloudTrail's mapping said otherwise: line of today → line of then. */
const mappingThen: Readonly<Record<string, string>> = {
  '  event.provider: { first: [.eventSource, $insight.eventSource] }': '',
  '  user_agent.original: .userAgent': '  user_agent.original: .userAgent | lower',
  '  cloud.region: .awsRegion': '  cloud.region: .eventSource',
  '  aws.session_created: $session.attributes.creationDate | time iso':
    '  aws.session_created: $session.attributes.creationDate',
  '  aws.bucket: $request.bucketName': '  aws.bucket: [$request.bucketName, .awsRegion]',
  '  aws.shared_event_id: .sharedEventID': '  aws.shared_event_id: .requestID',
};

/** … and of its fields, whose columns are of another kind in segments of then. */
const fieldsThen: Readonly<Record<string, string>> = {
  '  aws.session_created: { type: date,': '  aws.session_created: { type: keyword,',
  '  aws.mfa_used: { type: boolean,': '  aws.mfa_used: { type: keyword,',
  '  aws.read_only: { type: boolean,': '  aws.read_only: { type: keyword,',
  '  aws.bucket: { type: keyword,': '  aws.bucket: { type: keyword, array: true,',
};

/** Fields that the two versions fill from elsewhere, in other kinds, or not at all. */
export const changedFields = [
  'event.provider',
  'user_agent.original',
  'cloud.region',
  'aws.session_created',
  'aws.mfa_used',
  'aws.read_only',
  'aws.bucket',
  'aws.shared_event_id',
];

/** The content of now, but with CloudTrail's log type as it was. */
export function withEarlierCloudTrail(content: Content): Content {
  const source = readLogTypes('logtypes', '.').find(({ folder }) => basename(folder) === 'aws.cloudtrail')!;
  const files = new Map(source.files);
  files.set('mapping.yml', replaced(files.get('mapping.yml')!, mappingThen));
  files.set('fields.yml', replaced(files.get('fields.yml')!, fieldsThen));
  const fragments = { file: 'logtypes/_fragments.yml', text: readFileSync('logtypes/_fragments.yml', 'utf8') };
  const { value, problems } = loadLogType({ ...source, files }, { fragments });
  if (value === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return { ...content, logTypes: new Map([...content.logTypes, ['aws.cloudtrail', value]]) };
}

function replaced(text: string, lines: Readonly<Record<string, string>>): string {
  return Object.entries(lines).reduce((changed, [now, then]) => {
    if (!changed.includes(now)) throw new Error(`CloudTrail's log type does not say ${now} any more.`);
    return changed.replace(now, () => then);
  }, text);
}
