import type { StateDb } from './open-state.ts';

export interface RefusedObject {
  readonly name: string;
  readonly reason: string;
}

/** Objects that no log type took or that are damaged, and why. One that was loaded before keeps its rows and is among them. */
export async function refusedObjects(db: StateDb, most: number): Promise<RefusedObject[]> {
  const rows = await db
    .selectFrom('objects')
    .select(['name', 'reason'])
    .where('reason', 'is not', null)
    .where('status', 'not in', ['skipped', 'waiting'])
    .orderBy('day', 'desc')
    .orderBy('name')
    .limit(most)
    .execute();
  return rows.map(({ name, reason }) => ({ name, reason: reason ?? '' }));
}
