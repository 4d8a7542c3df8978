import { and, or } from '../core/query/ast.ts';
import type { EventRow } from '../engines/engine.ts';
import {
  cutToSightings,
  type EventStore,
  fieldExists,
  fieldIs,
  rowsOf,
  type TimeRange,
  textOf,
} from './event-store.ts';
import { type Identity, identityOfShape, userIn } from './identity.ts';

/** Fields a step of the chain is read from. */
export const stepFields: readonly string[] = [
  'event.action',
  'event.outcome',
  'aws.access_key_id',
  'aws.issued_access_key_id',
  'aws.principal_arn',
  'user.id',
  'user.name',
  'user.target.name',
  'cloud.account.id',
];

/** Calls whose answer has credentials, of STS, IAM and others; and those of IAM that give a user a password. */
const givesKeys = /^(AssumeRo|GetSessionToken|GetFederationToken|CreateAccessKey|CreateSession|GetCredentials)/;
const givesPassword = /^(Create|Update)LoginProfile$/;

/** Events that carry one of the values in the field and hand out a key or a password, oldest first. */
export async function accessSteps(
  store: EventStore,
  field: string,
  values: readonly string[],
  range: Partial<TimeRange>,
): Promise<EventRow[]> {
  const sightings = await store.engine.sightings({ values, fields: [field] }, store.snapshot);
  const giving = sightings.filter(
    ({ action }) => action === null || givesKeys.test(action) || givesPassword.test(action),
  );
  const gives = or([
    fieldExists('aws.issued_access_key_id'),
    fieldIs('event.action', ['CreateLoginProfile', 'UpdateLoginProfile']),
  ]);
  const options = { ...range, fields: stepFields, order: 'oldest' } as const;
  return rowsOf(cutToSightings(store, giving), and([fieldIs(field, values), gives]), options);
}

/** Whom a step gave access to: the key it handed out, or the user it gave a password. Null when it failed. */
export function receiverOf({ fields }: EventRow): Identity | null {
  const key = textOf(fields['aws.issued_access_key_id']);
  if (key !== null) return { kind: 'access-key', name: key, account: null };
  const user = textOf(fields['user.target.name']);
  const account = textOf(fields['cloud.account.id']);
  const worked = givesPassword.test(textOf(fields['event.action']) ?? '') && fields['event.outcome'] !== 'failure';
  return worked && user !== null && account !== null
    ? userIn(account, user, textOf(fields['aws.principal_arn']) ?? '')
    : null;
}

/** Who made the call: by key, else by ARN, else by the bare name of a service or an outside identity. */
export function callerOf({ fields }: EventRow): Identity | null {
  const key = textOf(fields['aws.access_key_id']);
  const arn = textOf(fields['aws.principal_arn']);
  const name = textOf(fields['user.name']) ?? textOf(fields['user.id']);
  if (key !== null) return identityOfShape(key) ?? { kind: 'name', name: key, account: null };
  if (arn !== null) return identityOfShape(arn);
  if (name === null) return null;
  return { kind: name.endsWith('.amazonaws.com') ? 'service' : 'name', name, account: null };
}

/** Of the records of one step, the one of the caller's account: in the other account the caller has no name. */
export function recordOfCaller(rows: readonly EventRow[]): EventRow | undefined {
  return (
    rows.find(({ fields }) => fields['aws.access_key_id'] !== undefined) ??
    rows.find(({ fields }) => fields['aws.principal_arn'] !== undefined) ??
    rows[0]
  );
}
