import { all } from '../../core/query/ast.ts';
import type { Engine, Snapshot } from '../../engines/engine.ts';
import { eventDatasets } from '../search-events.ts';
import type { ValueCounts } from './entity-values.ts';

/** Values kept of a field, the most frequent ones. */
const mostValues = 5000;

/** Counts are made again when the store has changed and they are older than this, milliseconds. */
const freshMs = 30_000;

interface Kept {
  readonly snapshot: Snapshot;
  readonly counted: number;
  readonly counts: ValueCounts;
}

/** Values of fields that the entity index does not have, counted in their columns and kept for a while. */
export interface ColumnValues {
  readonly update: (field: string, snapshot: Snapshot, now: number) => Promise<void>;
  readonly of: (field: string) => ValueCounts | undefined;
}

export function columnValues(engine: Engine): ColumnValues {
  const kept = new Map<string, Kept>();
  const updating = new Map<string, Promise<void>>();
  const update = async (field: string, snapshot: Snapshot, now: number) => {
    const by = [field === 'event.dataset' ? '@dataset' : field];
    const options = { by, datasets: eventDatasets(snapshot), limit: mostValues };
    const buckets = (await engine.aggregate(all, snapshot, options)).filter(({ key }) => key[0] !== null);
    const counts = { values: buckets.map(({ key }) => key[0] ?? ''), counts: buckets.map(({ count }) => count) };
    kept.set(field, { snapshot, counted: now, counts });
  };
  return {
    of: (field) => kept.get(field)?.counts,
    update: (field, snapshot, now) => {
      const known = kept.get(field);
      if (known !== undefined && (known.snapshot === snapshot || known.counted > now - freshMs))
        return Promise.resolve();
      const running =
        updating.get(field) ??
        update(field, snapshot, now).finally(() => {
          updating.delete(field);
        });
      updating.set(field, running);
      return running;
    },
  };
}
