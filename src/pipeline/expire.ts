import type { Engine } from '../engines/engine.ts';
import { snapshot } from '../state/catalog.ts';
import { commitExpiry } from '../state/commit.ts';
import type { StateDb } from '../state/open-state.ts';
import { failPoint } from './fail-point.ts';

export interface Expiry {
  readonly db: StateDb;
  readonly engine: Engine;
  /** First UTC day that is kept, by dataset; null keeps everything. */
  readonly firstDay: (dataset: string) => string | null;
  readonly clock: () => bigint;
}

/**
 * Takes events older than the retention out of the catalog, one transaction for all. They stay in the equations as
 * expired, and first and last sightings of their entities outlive them. Returns the number of segments that went.
 */
export async function expire({ db, engine, firstDay, clock }: Expiry): Promise<number> {
  const now = await snapshot(db);
  const old = now.segments.filter(({ dataset, day }) => {
    const first = firstDay(dataset);
    return first !== null && day < first;
  });
  if (old.length === 0) return 0;
  const sightings = await engine.sightings({}, { segments: old });
  await commitExpiry(db, { segments: old, sightings, now: clock() });
  failPoint('expire.committed');
  return old.length;
}
