import { nsOf } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** First and last sight of a value in events that retention has removed. */
export interface PastSighting {
  readonly field: string;
  readonly value: string;
  readonly dataset: string;
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
}

/** What is left of expired events about these values, in any field. */
export async function pastSightings(db: StateDb, values: readonly string[]): Promise<PastSighting[]> {
  if (values.length === 0) return [];
  const rows = await db
    .selectFrom('past_sightings')
    .selectAll()
    .where('value', 'in', values)
    .orderBy('first')
    .execute();
  return rows.map((row) => ({ ...row, first: nsOf(row.first), last: nsOf(row.last) }));
}
