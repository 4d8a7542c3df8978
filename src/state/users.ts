import { randomUUID } from 'node:crypto';
import { KushiError } from '../core/error/error.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { UsersTable } from './tables.ts';
import { userNameForm, userNameKey } from './user-name-form.ts';

export type UserRole = 'viewer' | 'analyst' | 'admin';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: UserRole;
  /** The password was given by someone else, and is good for choosing another only. */
  readonly mustChange: boolean;
  readonly disabled: boolean;
  /** Nanoseconds. */
  readonly created: bigint;
}

/** A user with what proves them: Argon2id in PHC form. */
export interface UserWithPassword extends User {
  readonly password: string;
}

export interface NewUser {
  readonly name: string;
  readonly role: UserRole;
  readonly password: string;
  readonly mustChange: boolean;
  /** Wall clock, nanoseconds. */
  readonly now: bigint;
}

/** Enters a user. Throws USER_NAME_INVALID and USER_NAME_TAKEN. */
export async function addUser(db: StateDb, { name, role, password, mustChange, now }: NewUser): Promise<User> {
  const row: UsersTable = {
    id: randomUUID(),
    ...userNameForm(name),
    role,
    password,
    must_change: mustChange ? 1 : 0,
    created: nsText(now),
    disabled: null,
    last_visit: null,
  };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values(row)
    .onConflict((oc) => oc.column('name_key').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw taken(row.name);
  return toUser(row);
}

/** Enters the first administrator; throws SET_UP_ALREADY when there is one. */
export async function addFirstAdmin(db: StateDb, user: Omit<NewUser, 'role' | 'mustChange'>): Promise<User> {
  return db.transaction().execute(async (trx) => {
    if (await hasAdmin(trx)) throw new KushiError('SET_UP_ALREADY', 'Kushi is set up. Sign in.');
    return addUser(trx, { ...user, role: 'admin', mustChange: false });
  });
}

/** Whether there is anyone who may do everything. */
export async function hasAdmin(db: StateDb, except?: string): Promise<boolean> {
  const query = db.selectFrom('users').select('id').where('role', '=', 'admin').where('disabled', 'is', null);
  const found = await (except === undefined ? query : query.where('id', '!=', except)).limit(1).executeTakeFirst();
  return found !== undefined;
}

export async function listUsers(db: StateDb): Promise<User[]> {
  return (await db.selectFrom('users').selectAll().orderBy('name_key').execute()).map(toUser);
}

/** Throws USER_UNKNOWN. */
export async function userOf(db: StateDb, id: string): Promise<UserWithPassword> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new KushiError('USER_UNKNOWN', 'There is no such user.');
  return { ...toUser(row), password: row.password };
}

/** The user of a name as someone types it; undefined when there is none. */
export async function userByName(db: StateDb, name: string): Promise<UserWithPassword | undefined> {
  const key = userNameKey(name);
  const row = await db.selectFrom('users').selectAll().where('name_key', '=', key).executeTakeFirst();
  return row === undefined ? undefined : { ...toUser(row), password: row.password };
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: UserRole | undefined;
  readonly disabled?: boolean | undefined;
}

/**
 * Changes a user. With another role, and when disabled, they are signed out. Throws USER_UNKNOWN, USER_NAME_INVALID,
 * USER_NAME_TAKEN, and LAST_ADMIN when nobody would be left who may do everything.
 */
export async function changeUser(db: StateDb, id: string, change: UserChange, now: bigint): Promise<User> {
  return db.transaction().execute(async (trx) => {
    const before = await userOf(trx, id);
    const after = { ...before, ...defined(change) };
    const staysAdmin = after.role === 'admin' && !after.disabled;
    if (before.role === 'admin' && !before.disabled && !staysAdmin && !(await hasAdmin(trx, id)))
      throw new KushiError('LAST_ADMIN', `${before.name} is the only administrator. Make someone else one first.`);
    if (change.name !== undefined) await rename(trx, id, change.name);
    const disabled = after.disabled ? nsText(now) : null;
    if (after.role !== before.role)
      await trx.updateTable('users').set({ role: after.role }).where('id', '=', id).execute();
    if (after.disabled !== before.disabled)
      await trx.updateTable('users').set({ disabled }).where('id', '=', id).execute();
    if (after.role !== before.role || after.disabled) await trx.deleteFrom('sessions').where('user', '=', id).execute();
    const { password: _, ...user } = await userOf(trx, id);
    return user;
  });
}

async function rename(db: StateDb, id: string, name: string): Promise<void> {
  const set = userNameForm(name);
  const other = await db.selectFrom('users').select('id').where('name_key', '=', set.name_key).executeTakeFirst();
  if (other !== undefined && other.id !== id) throw taken(set.name);
  await db.updateTable('users').set(set).where('id', '=', id).execute();
}

/** Gives a user another password and signs them out everywhere. Throws USER_UNKNOWN. */
export async function setPassword(
  db: StateDb,
  id: string,
  { password, mustChange }: { readonly password: string; readonly mustChange: boolean },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await userOf(trx, id);
    const set = { password, must_change: mustChange ? 1 : 0 };
    await trx.updateTable('users').set(set).where('id', '=', id).execute();
    await trx.deleteFrom('sessions').where('user', '=', id).execute();
  });
}

function defined(change: UserChange): Partial<Pick<User, 'name' | 'role' | 'disabled'>> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function taken(name: string): KushiError {
  return new KushiError('USER_NAME_TAKEN', `There is a user named ${name} already.`);
}

function toUser(row: UsersTable): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role as UserRole,
    mustChange: row.must_change === 1,
    disabled: row.disabled !== null,
    created: nsOf(row.created),
  };
}
