import { and, or, type Query } from '../core/query/ast.ts';
import { parseIp } from '../core/query/ip-value.ts';
import { fieldIs } from './event-store.ts';

export type IdentityKind =
  | 'access-key'
  | 'session'
  | 'role'
  | 'user'
  | 'federated-user'
  | 'root'
  | 'name'
  | 'service'
  | 'account'
  | 'instance'
  | 'address'
  | 'bucket'
  | 'domain'
  | 'resource';

/** Somebody or something that acts or is acted on, by its most exact name: a key id, an ARN, an address. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly name: string;
  /** AWS account, when the name says it. */
  readonly account: string | null;
}

/** ARN shapes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const arnShape = /^arn:aws[\w-]*:(iam|sts):[^:]*:(\d{12}):(user|role|assumed-role|federated-user|root)(?:\/(.+))?$/;
const arnKinds: Readonly<Record<string, IdentityKind>> = {
  user: 'user',
  role: 'role',
  'assumed-role': 'session',
  'federated-user': 'federated-user',
  root: 'root',
};

/** What an id is, judged by its shape; null for a bare name, which only the events can tell. */
export function identityOfShape(id: string): Identity | null {
  const arn = arnShape.exec(id);
  if (arn !== null) return { kind: arnKinds[arn[3]], name: id, account: arn[2] };
  if (/^arn:[^:]+:/.test(id)) return { kind: 'resource', name: id, account: id.split(':')[4] || null };
  if (/^A[KS]IA[A-Z0-9]{12,}$/.test(id)) return { kind: 'access-key', name: id, account: null };
  if (/^\d{12}$/.test(id)) return { kind: 'account', name: id, account: id };
  if (/^m?i-[0-9a-f]{8,17}$/.test(id)) return { kind: 'instance', name: id, account: null };
  if (parseIp(id) !== undefined) return { kind: 'address', name: id, account: null };
  return null;
}

/** The role session of an ARN: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
export function sessionParts(arn: string): { account: string; role: string; session: string } | null {
  const hit = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  return hit === null ? null : { account: hit[1], role: hit[2], session: hit[3] };
}

/** `aws`, or that of China or GovCloud, as in an ARN of the same account or one that works with it. */
function partitionOf(arn: string): string {
  return arn.startsWith('arn:') ? arn.split(':')[1] : 'aws';
}

/** A user by name: unique in an account. The path that an ARN may have before the name is in no request. */
export function userIn(account: string, name: string, by: string): Identity {
  return { kind: 'user', name: `arn:${partitionOf(by)}:iam::${account}:user/${name}`, account };
}

/** Who lives longer than a session: a session's role, else the identity itself. */
export function lastingIdentity(arn: string): Identity | null {
  const session = sessionParts(arn);
  if (session === null) return identityOfShape(arn);
  const { account, role } = session;
  return { kind: 'role', name: `arn:${partitionOf(arn)}:iam::${account}:role/${role}`, account };
}

/** The role name at the end of a role's ARN. Paths are not in the ARNs of its sessions. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Whether it acts under its own keys; an address, a bucket or an account is where others act. */
export function actsItself({ kind }: Identity): boolean {
  return !['service', 'account', 'address', 'bucket', 'domain', 'resource'].includes(kind);
}

/** A short name for people: `role/session`, the user's name, the id itself. */
export function shortName({ kind, name }: Identity): string {
  const session = sessionParts(name);
  if (session !== null) return `${session.role}/${session.session}`;
  return ['role', 'user', 'federated-user'].includes(kind) ? roleName(name) : name;
}

/** What the ARNs of a role's sessions begin with. */
export function sessionsOf({ name, account }: Identity): string {
  return `arn:${partitionOf(name)}:sts::${account}:assumed-role/${roleName(name)}/`;
}

/** Fields that name the identity, by kind; roles and names are looked at below. */
const fields: Readonly<Record<IdentityKind, readonly string[]>> = {
  'access-key': ['aws.access_key_id'],
  session: ['aws.principal_arn'],
  user: ['aws.principal_arn'],
  'federated-user': ['aws.principal_arn'],
  root: ['aws.principal_arn'],
  role: ['user.name'],
  name: ['user.name'],
  service: ['user.name'],
  account: ['cloud.account.id'],
  instance: ['cloud.instance.id'],
  address: ['source.ip', 'destination.ip'],
  bucket: ['aws.bucket'],
  domain: ['url.domain'],
  resource: ['aws.resource_arns'],
};

export function identityFields({ kind }: Identity): readonly string[] {
  return fields[kind];
}

/** Events the identity itself is in. */
export function identityQuery(identity: Identity): Query {
  const { kind, name } = identity;
  if (kind === 'role') {
    const session = sessionsOf(identity);
    const ofSession: Query = {
      kind: 'test',
      field: 'aws.principal_arn',
      test: { op: 'startswith', value: session, cased: true },
    };
    return and([fieldIs('user.name', [roleName(name)]), ofSession]);
  }
  return or(fields[kind].map((field) => fieldIs(field, [name])));
}

/** The value under which the entity index knows it. */
export function indexedName({ kind, name }: Identity): string {
  return kind === 'role' ? roleName(name) : name;
}
