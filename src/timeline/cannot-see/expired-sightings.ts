import { formatTime } from '../../core/time/rfc3339.ts';
import type { StateDb } from '../../state/open-state.ts';
import { pastSightings } from '../../state/past-sightings.ts';
import { type Gap, noPlace } from './gap.ts';

/** Events about these names that retention removed: that they were, when, and how many outlives them. */
export async function expiredSightings(db: StateDb, names: readonly string[]): Promise<Gap[]> {
  const sightings = await pastSightings(db, [...new Set(names)]);
  return sightings.map(({ value, field, dataset, first, last, count }) => ({
    ...noPlace,
    kind: 'expired',
    sentence: `${value} was in ${count.toLocaleString('en-US')} events of ${dataset} (${field}) from ${day(first)} to ${day(last)} that the retention removed.`,
    dataset,
    since: first,
    until: last,
    evidence: { events: count, field, value },
  }));
}

function day(time: bigint): string {
  return formatTime(time).slice(0, 10);
}
