import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** When a user last looked at the overview, wall clock nanoseconds; null before the first time. */
export async function lastVisit(db: StateDb, user: string): Promise<bigint | null> {
  const row = await db.selectFrom('users').select('last_visit').where('id', '=', user).executeTakeFirst();
  return row?.last_visit ? nsOf(row.last_visit) : null;
}

/** Notes that a user has seen the overview as it was at a time. It never goes back. */
export async function noteVisit(db: StateDb, user: string, at: bigint): Promise<void> {
  await db
    .updateTable('users')
    .set({ last_visit: nsText(at) })
    .where('id', '=', user)
    .where((eb) => eb.or([eb('last_visit', 'is', null), eb('last_visit', '<', nsText(at))]))
    .execute();
}
