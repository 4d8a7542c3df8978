import type { StateDb } from './open-state.ts';

/** Who does something, as the id of a user, and when by the wall clock, in nanoseconds. */
export interface Actor {
  readonly by: string;
  readonly now: bigint;
}

/** What people call a user; the id when the user is not there any more, Kushi itself for none. */
export async function userName(db: StateDb, id: string | null): Promise<string> {
  if (id === null) return 'Kushi';
  const user = await db.selectFrom('users').select('name').where('id', '=', id).executeTakeFirst();
  return user?.name ?? id;
}
