import { BucketCounter } from '../bucket-counter.ts';
import type { Engine, EventRow, SearchOptions, Snapshot } from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import { rowOrder } from '../row-order.ts';
import { selectFields } from '../select-fields.ts';
import { batchRows } from './batch-rows.ts';
import { countSightings, isWanted, mergeSightings } from './count-sightings.ts';
import { matchingRows, throwIfStopped } from './matching-rows.ts';
import { RowStore } from './row-store.ts';
import { rewriteOrder } from './segment-rows.ts';

/** What an engine is, said as plainly as possible over arrays; the others are held to it by `describeEngine`. */
export function createMemoryEngine(options: EngineOptions): Engine {
  const store = new RowStore();
  const liveRows = (snapshot: Snapshot) => snapshot.segments.flatMap((segment) => store.live(segment));
  return {
    name: 'memory',
    write: async (id, batch) => store.put(id, batchRows(batch), { mapping: batch.mapping, level: 0 }),
    search: (query, snapshot, search) =>
      inOrder(() => matchingRows(query, liveRows(snapshot), search, options), search),
    count: async (query, snapshot, range) => matchingRows(query, liveRows(snapshot), range, options).length,
    aggregate: async (query, snapshot, aggregate) => {
      const counter = new BucketCounter(aggregate);
      for (const row of matchingRows(query, liveRows(snapshot), aggregate, options)) counter.add(row);
      return counter.buckets(options.fieldTypes, aggregate.limit);
    },
    open: async (object, offset, snapshot) => {
      const row = liveRows(snapshot).find((found) => found.object === object && found.offset === offset);
      return row === undefined ? null : selectFields(row, undefined);
    },
    rewrite: async ({ id, segments, sortBy }) => {
      const level = Math.max(...segments.map((segment) => segment.level)) + 1;
      const rows = [...liveRows({ segments })].sort(rewriteOrder(sortBy));
      return store.put(id, rows, { mapping: segments[0].mapping, level });
    },
    sightings: async (wanted, snapshot) => {
      const found = snapshot.segments.flatMap((segment) =>
        countSightings(store.live(segment), options.entities(segment.dataset), segment.day),
      );
      return mergeSightings(found.filter((sighting) => isWanted(sighting, wanted)));
    },
    reindex: async (segment, id) => {
      const key = `${segment.dataset}/${segment.day}/${id}.entities`;
      store.putSidecar(key);
      return key;
    },
    removeFiles: async (keys) => store.remove(keys),
    sweep: async (keep) => {
      const orphans = store.keys().filter((key) => !keep.has(key));
      store.remove(orphans);
      return orphans.length;
    },
    close: async () => store.remove(store.keys()),
  };
}

/** Nothing is read before the first row is asked for, as in engines that read files. */
async function* inOrder(match: () => readonly EventRow[], search: SearchOptions): AsyncGenerator<EventRow> {
  const rows = [...match()].sort(rowOrder(search.order)).slice(0, search.limit);
  for (const row of rows) {
    throwIfStopped(search.signal);
    yield selectFields(row, search.fields);
  }
}
