import { randomUUID } from 'node:crypto';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { TokensTable } from './tables.ts';
import type { UserRole } from './users.ts';

/** What a program signs in with, in the name of a user. Times are nanoseconds. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly role: UserRole;
  /** Tags of the routes it is for; all when null. */
  readonly scopes: readonly string[] | null;
  readonly created: bigint;
  readonly expires: bigint;
  readonly used: bigint | null;
  readonly revoked: bigint | null;
}

/** A token with its user as they are now. */
export interface OwnedToken extends Token {
  readonly owner: { readonly name: string; readonly role: UserRole; readonly disabled: boolean };
}

export type NewToken = Pick<Token, 'name' | 'user' | 'role' | 'scopes' | 'created' | 'expires'> & {
  /** SHA-256 of the token. */
  readonly hash: string;
};

export async function addToken(db: StateDb, { created, expires, scopes, ...rest }: NewToken): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('tokens')
    .values({
      ...rest,
      id,
      scopes: scopes === null ? null : JSON.stringify(scopes),
      created: nsText(created),
      expires: nsText(expires),
      used: null,
      revoked: null,
    })
    .execute();
  return id;
}

/** Tokens, newest first: of one user, or of all. */
export async function listTokens(db: StateDb, user?: string): Promise<OwnedToken[]> {
  const query = ownedTokens(db).orderBy('tokens.created', 'desc').orderBy('tokens.id');
  const rows = await (user === undefined ? query : query.where('tokens.user', '=', user)).execute();
  return rows.map(toOwnedToken);
}

export async function tokenByHash(db: StateDb, hash: string): Promise<OwnedToken | undefined> {
  const row = await ownedTokens(db).where('tokens.hash', '=', hash).executeTakeFirst();
  return row === undefined ? undefined : toOwnedToken(row);
}

export async function tokenOf(db: StateDb, id: string): Promise<OwnedToken | undefined> {
  const row = await ownedTokens(db).where('tokens.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toOwnedToken(row);
}

export async function tokenUsed(db: StateDb, id: string, now: bigint): Promise<void> {
  await db
    .updateTable('tokens')
    .set({ used: nsText(now) })
    .where('id', '=', id)
    .execute();
}

/** Ends a token for good; one that was ended before stays as it is. */
export async function revokeToken(db: StateDb, id: string, now: bigint): Promise<void> {
  await db
    .updateTable('tokens')
    .set({ revoked: nsText(now) })
    .where('id', '=', id)
    .where('revoked', 'is', null)
    .execute();
}

/** Forgets tokens that ended before a moment. */
export async function dropTokens(db: StateDb, before: bigint): Promise<void> {
  const at = nsText(before);
  await db
    .deleteFrom('tokens')
    .where((eb) => eb.or([eb('expires', '<', at), eb('revoked', '<', at)]))
    .execute();
}

function ownedTokens(db: StateDb) {
  return db
    .selectFrom('tokens')
    .innerJoin('users', 'users.id', 'tokens.user')
    .selectAll('tokens')
    .select(['users.name as owner_name', 'users.role as owner_role', 'users.disabled as owner_disabled']);
}

interface OwnerColumns {
  readonly owner_name: string;
  readonly owner_role: string;
  readonly owner_disabled: string | null;
}

function toOwnedToken(row: TokensTable & OwnerColumns): OwnedToken {
  return {
    id: row.id,
    name: row.name,
    user: row.user,
    role: row.role as UserRole,
    scopes: row.scopes === null ? null : JSON.parse(row.scopes),
    created: nsOf(row.created),
    expires: nsOf(row.expires),
    used: row.used === null ? null : nsOf(row.used),
    revoked: row.revoked === null ? null : nsOf(row.revoked),
    owner: { name: row.owner_name, role: row.owner_role as UserRole, disabled: row.owner_disabled !== null },
  };
}
