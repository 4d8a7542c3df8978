import { message } from '../../core/words/say.ts';
import type { StateDb } from '../../state/open-state.ts';
import { pastSightings } from '../../state/past-sightings.ts';
import { type Gap, noPlace } from './gap.ts';

/** Events about these names that retention removed: that they were, when, and how many outlives them. */
export async function expiredSightings(db: StateDb, names: readonly string[]): Promise<Gap[]> {
  const sightings = await pastSightings(db, [...new Set(names)]);
  return sightings.map(({ value, field, dataset, first, last, count }) => ({
    ...noPlace,
    kind: 'expired',
    message: message('gap.expired', { value, events: count, dataset, field, since: first, until: last }),
    dataset,
    since: first,
    until: last,
    evidence: { events: count, field, value },
  }));
}
