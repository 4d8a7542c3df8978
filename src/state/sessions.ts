import { randomUUID } from 'node:crypto';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { SessionsTable } from './tables.ts';
import type { UserRole } from './users.ts';

/** A browser in which a user is signed in. Times are nanoseconds. */
export interface Session {
  readonly id: string;
  readonly user: string;
  readonly created: bigint;
  readonly seen: bigint;
  readonly address: string;
  readonly agent: string;
}

/** A session with what a request needs to know of its user, and of the value it came with. */
export interface FoundSession extends Session {
  readonly name: string;
  readonly role: UserRole;
  readonly mustChange: boolean;
  readonly hash: string;
  /** The value is the one before the last rotation. */
  readonly isPrevious: boolean;
  /** The newest value has come back from the browser. */
  readonly cameBack: boolean;
  readonly rotated: bigint;
}

export interface NewSession {
  /** SHA-256 of the cookie's value. */
  readonly hash: string;
  readonly user: string;
  /** The user's password as it was when it was compared: when it is another by now, there is no session. */
  readonly password: string;
  readonly address: string;
  readonly agent: string;
  readonly now: bigint;
}

/** Enters a session and gives its id; null when the user was disabled or given another password meanwhile. */
export async function addSession(
  db: StateDb,
  { hash, user, password, now, ...from }: NewSession,
): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    const still = await trx
      .selectFrom('users')
      .select('id')
      .where('id', '=', user)
      .where('password', '=', password)
      .where('disabled', 'is', null)
      .executeTakeFirst();
    if (still === undefined) return null;
    const at = nsText(now);
    const id = randomUUID();
    const times = { created: at, rotated: at, seen: at };
    await trx
      .insertInto('sessions')
      .values({ id, hash, previous: null, user, came_back: 0, ...times, ...from })
      .execute();
    return id;
  });
}

/** The session of a cookie's value, new or the one before. */
export async function sessionByHash(db: StateDb, hash: string): Promise<FoundSession | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user')
    .selectAll('sessions')
    .select(['users.name', 'users.role', 'users.must_change'])
    .where('users.disabled', 'is', null)
    .where((eb) => eb.or([eb('sessions.hash', '=', hash), eb('sessions.previous', '=', hash)]))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...toSession(row),
    name: row.name,
    role: row.role as UserRole,
    mustChange: row.must_change === 1,
    hash: row.hash,
    isPrevious: row.hash !== hash,
    cameBack: row.came_back === 1,
    rotated: nsOf(row.rotated),
  };
}

/** Whether a session is there and its user is enabled; expiry is the caller's. */
export async function sessionOf(db: StateDb, id: string): Promise<Session | undefined> {
  const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toSession(row);
}

export interface Rotation {
  readonly id: string;
  /** The hash that it has now, and the one it gets. */
  readonly from: string;
  readonly to: string;
  /** The value that stays good for a while. */
  readonly keep: string;
  readonly now: bigint;
}

/** Gives a session another value; false when a request beside this one did it first. */
export async function rotateSession(db: StateDb, { id, from, to, keep, now }: Rotation): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ hash: to, previous: keep, came_back: 0, rotated: nsText(now) })
    .where('id', '=', id)
    .where('hash', '=', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Notes that the newest value came back from the browser: the one before ends soon. */
export async function sessionCameBack(db: StateDb, id: string, now: bigint): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ came_back: 1, rotated: nsText(now) })
    .where('id', '=', id)
    .execute();
}

export async function touchSession(
  db: StateDb,
  id: string,
  { address, now }: { readonly address: string; readonly now: bigint },
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ address, seen: nsText(now) })
    .where('id', '=', id)
    .execute();
}

/** Sessions of a user, the one seen last first. */
export async function sessionsOf(db: StateDb, user: string): Promise<Session[]> {
  const rows = await db.selectFrom('sessions').selectAll().where('user', '=', user).orderBy('seen', 'desc').execute();
  return rows.map(toSession);
}

/** Ends sessions of a user: one, or all. Returns how many there were. */
export async function endSessions(db: StateDb, user: string, id?: string): Promise<number> {
  const query = db.deleteFrom('sessions').where('user', '=', user);
  const { numDeletedRows } = await (id === undefined ? query : query.where('id', '=', id)).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Forgets sessions that were last seen, or made, before a moment. */
export async function dropSessions(
  db: StateDb,
  { seenBefore, createdBefore }: { readonly seenBefore: bigint; readonly createdBefore: bigint },
): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('seen', '<', nsText(seenBefore)), eb('created', '<', nsText(createdBefore))]))
    .execute();
}

function toSession(row: SessionsTable): Session {
  return {
    id: row.id,
    user: row.user,
    created: nsOf(row.created),
    seen: nsOf(row.seen),
    address: row.address,
    agent: row.agent,
  };
}
