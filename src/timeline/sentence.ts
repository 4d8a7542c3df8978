import type { EventRow } from '../engines/engine.ts';
import { textOf, textsOf } from './event-store.ts';
import { roleName } from './identity.ts';

/** What an event says, in a few words of plain English: the action and what it was done to. `requested` is
 * what its request names, for events whose fields name nothing. */
export function sentenceOf(row: EventRow, requested: string | null = null): string {
  const { fields } = row;
  if (
    fields['network.transport'] !== undefined &&
    fields['destination.port'] !== undefined &&
    fields['url.path'] === undefined
  )
    return flowSentence(row);
  if (fields['http.request.method'] !== undefined || fields['url.original'] !== undefined) return requestSentence(row);
  if (fields['event.kind'] === 'alert' && fields['rule.name'] !== undefined) return findingSentence(row);
  const action = textOf(fields['event.action']) ?? row.dataset;
  const target = targetOf(row) ?? requested;
  return target === null ? action : `${action} → ${target}`;
}

function findingSentence({ fields }: EventRow): string {
  const level = textOf(fields['kushi.level']);
  return `finding${level === null ? '' : ` (${level})`}: ${textOf(fields['rule.name'])}`;
}

function requestSentence({ fields }: EventRow): string {
  const request = [textOf(fields['http.request.method']), textOf(fields['url.path']) ?? textOf(fields['url.original'])];
  const query = textOf(fields['url.query']);
  const what = `${request.filter((part) => part !== null).join(' ')}${query === null ? '' : `?${query}`}`;
  const status = textOf(fields['http.response.status_code']);
  const bytes = textOf(fields['http.response.bytes']) ?? textOf(fields['http.response.body.bytes']);
  if (status !== null) return `${what} → ${status}${bytes === null ? '' : `, ${bytes} bytes`}`;
  const verdict = textOf(fields['event.action']);
  const rule = textOf(fields['rule.name']);
  return verdict === null ? what : `${what} → ${verdict}${verdict === 'block' && rule !== null ? ` by ${rule}` : ''}`;
}

function flowSentence({ fields }: EventRow): string {
  const end = (side: 'source' | 'destination') =>
    `${textOf(fields[`${side}.ip`]) ?? '?'}:${textOf(fields[`${side}.port`]) ?? '?'}`;
  const bytes = textOf(fields['source.bytes']);
  const verdict = textOf(fields['event.action']) ?? 'flow';
  return `${end('source')} → ${end('destination')} ${verdict}${bytes === null ? '' : `, ${bytes} bytes`}`;
}

/** What a call was done to: the role, user, bucket or resource it names; null when it names none. */
export function targetOf({ fields }: EventRow): string | null {
  const arns = textsOf(fields['aws.resource_arns']);
  const role = arns.find((arn) => /^arn:aws[\w-]*:iam::\d{12}:role\//.test(arn));
  const action = textOf(fields['event.action']) ?? '';
  if (role !== undefined && action.startsWith('AssumeRole')) return `${roleName(role)} in ${role.split(':')[4]}`;
  const user = textOf(fields['user.target.name']);
  const policy = arns.find((arn) => arn.includes(':policy/'));
  if (user !== null) return policy === undefined ? user : `${roleName(policy)} to ${user}`;
  const bucket = textOf(fields['aws.bucket']);
  if (bucket !== null) return objectIn(arns, bucket) ?? bucket;
  return arns[0] ?? textOf(fields['group.name']);
}

/** `bucket/key`, when the record names the object. */
function objectIn(arns: readonly string[], bucket: string): string | null {
  const object = arns.find((arn) => arn.includes(`:::${bucket}/`));
  return object === undefined ? null : object.slice(object.indexOf(':::') + 3);
}
