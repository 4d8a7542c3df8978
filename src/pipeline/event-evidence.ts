import { type Identity, identityOfShape, lastingIdentity, roleName, userIn } from '../timeline/identity.ts';

/** Longer names are nobody's; a log may hold anything. */
const longest = 2048;

/** Calls that make a user, or give one a password. */
export const makingUsers = ['CreateUser', 'CreateLoginProfile', 'UpdateLoginProfile'] as const;

/** An event's first text of a field; undefined when it has none. */
export type TextOf = (field: string) => string | undefined;

/**
 * What an event names exactly, by which alerts become a story: who acted, the key that was handed out, the user that was
 * made, the id that only the records of one event share. Never an address, an agent or an account, which many have.
 */
export function eventEvidence(text: TextOf): readonly string[] {
  const shared = named(text('aws.shared_event_id'));
  const found = [...actorEvidence(text), accessKey(text('aws.issued_access_key_id')), madeUser(text)];
  if (shared !== undefined) found.push(`shared event ${shared}`);
  return [...new Set(found.filter((value) => value !== undefined))].sort();
}

/** Who acted: the session, who lasts longer than it, the key. */
export function actorEvidence(text: TextOf): readonly string[] {
  const arn = named(text('aws.principal_arn'));
  const lasting = arn === undefined ? null : lastingIdentity(arn);
  const key = accessKey(text('aws.access_key_id'));
  const who = arn === undefined || lasting === null ? [] : [arn, withoutPath(lasting)];
  return [...new Set(key === undefined ? who : [...who, key])];
}

/** A user's name is unique in the account; the path that may stand before it is in no request. */
function withoutPath({ kind, name, account }: Identity): string {
  return kind === 'user' && account !== null ? userIn(account, roleName(name), name).name : name;
}

/** The user that a call made or gave a password, as an ARN without a path; undefined when it did not. */
export function madeUser(text: TextOf): string | undefined {
  const name = named(text('user.target.name'));
  const account = text('cloud.account.id');
  const isMade = makingUsers.some((action) => action === text('event.action')) && text('event.outcome') !== 'failure';
  if (!isMade || name === undefined || account === undefined) return undefined;
  return userIn(account, name, text('aws.principal_arn') ?? '').name;
}

function accessKey(value: string | undefined): string | undefined {
  return value !== undefined && identityOfShape(value)?.kind === 'access-key' ? named(value) : undefined;
}

function named(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value.length > longest ? undefined : value;
}
