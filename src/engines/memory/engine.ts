import type { EventBatch } from '../../core/batch/event-batch.ts';
import { KushiError } from '../../core/error/error.ts';
import type { Query } from '../../core/query/ast.ts';
import { compileQuery } from '../../core/query/evaluate.ts';
import { BucketCounter } from '../bucket-counter.ts';
import type {
  AggregateOptions,
  Engine,
  EventRow,
  LiveSegment,
  SearchOptions,
  Segment,
  Sighting,
  Snapshot,
} from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import { rowAccess } from '../row-access.ts';
import { rowOrder } from '../row-order.ts';
import { selectFields } from '../select-fields.ts';
import { batchRows } from './batch-rows.ts';
import { countSightings, isWanted, mergeSightings } from './count-sightings.ts';
import { describeSegment, groupByDay, rewriteOrder } from './segment-rows.ts';

type Files = Map<string, { readonly rows: readonly EventRow[] } | { readonly sightings: readonly Sighting[] }>;
type Range = Pick<AggregateOptions, 'from' | 'to' | 'datasets' | 'signal'>;

/** What an engine is, said as plainly as possible over arrays; the others are held to it by `describeEngine`. */
export function createMemoryEngine(options: EngineOptions): Engine {
  const files: Files = new Map();

  function rowsOf(segment: Pick<Segment, 'key'>): readonly EventRow[] {
    const file = files.get(segment.key);
    if (file === undefined || !('rows' in file))
      throw new KushiError('STORAGE_CORRUPT', `There is no segment ${segment.key}.`);
    return file.rows;
  }

  function liveRows(segment: LiveSegment): readonly EventRow[] {
    const dead = new Set(segment.dead.map(({ object, generation }) => `${generation} ${object}`));
    return rowsOf(segment).filter((row) => !dead.has(`${row.generation} ${row.object}`));
  }

  function sightingsOf(key: string): readonly Sighting[] {
    const file = files.get(key);
    return file !== undefined && 'sightings' in file ? file.sightings : [];
  }

  function store(segment: Segment, rows: readonly EventRow[]): Segment {
    files.set(segment.key, { rows });
    files.set(segment.entitiesKey, { sightings: countSightings(rows, options.entities(segment.dataset), segment.day) });
    return segment;
  }

  function matching(query: Query, snapshot: Snapshot, range: Range): readonly EventRow[] {
    const passes = compileQuery(query, options.fieldTypes);
    const { from, to, datasets, signal } = range;
    if (signal?.aborted) throw new KushiError('INTERRUPTED', 'The search was stopped.');
    return snapshot.segments
      .filter((segment) => datasets === undefined || datasets.includes(segment.dataset))
      .flatMap(liveRows)
      .filter((row) => (from === undefined || row.time >= from) && (to === undefined || row.time < to))
      .filter((row) => passes(rowAccess(row, options.openRecord)));
  }

  async function* search(query: Query, snapshot: Snapshot, search: SearchOptions): AsyncGenerator<EventRow> {
    const rows = [...matching(query, snapshot, search)].sort(rowOrder(search.order)).slice(0, search.limit);
    for (const row of rows) {
      if (search.signal?.aborted) throw new KushiError('INTERRUPTED', 'The search was stopped.');
      yield selectFields(row, search.fields);
    }
  }

  function makeSegments(
    id: string,
    rows: readonly EventRow[],
    of: Pick<Segment, 'mapping' | 'level'>,
  ): readonly Segment[] {
    return groupByDay(rows).map((group) => store(describeSegment(id, group, of), group.rows));
  }

  return {
    name: 'memory',
    write: async (id: string, batch: EventBatch) =>
      makeSegments(id, batchRows(batch), { mapping: batch.mapping, level: 0 }),
    search,
    count: async (query, snapshot, range) => matching(query, snapshot, range).length,
    aggregate: async (query, snapshot, aggregate) => {
      const counter = new BucketCounter(aggregate.by);
      for (const row of matching(query, snapshot, aggregate)) counter.add(row);
      return counter.buckets(options.fieldTypes, aggregate.limit);
    },
    open: async (object, offset, snapshot) => {
      const row = snapshot.segments
        .flatMap(liveRows)
        .find((found) => found.object === object && found.offset === offset);
      return row === undefined ? null : selectFields(row, undefined);
    },
    rewrite: async ({ id, segments, sortBy }) => {
      const rows = [...segments.flatMap(liveRows)].sort(rewriteOrder(sortBy));
      const level = Math.max(...segments.map((segment) => segment.level)) + 1;
      return makeSegments(id, rows, { mapping: segments[0].mapping, level });
    },
    sightings: async (wanted, snapshot) => {
      const all = snapshot.segments.flatMap((segment) => sightingsOf(segment.entitiesKey));
      return mergeSightings(all.filter((sighting) => isWanted(sighting, wanted)));
    },
    reindex: async (segment, id) => {
      const key = `${segment.dataset}/${segment.day}/${id}.entities`;
      files.set(key, { sightings: countSightings(liveRows(segment), options.entities(segment.dataset), segment.day) });
      return key;
    },
    removeFiles: async (keys) => {
      for (const key of keys) files.delete(key);
    },
    sweep: async (keep) => {
      const orphans = [...files.keys()].filter((key) => !keep.has(key));
      for (const key of orphans) files.delete(key);
      return orphans.length;
    },
    close: async () => files.clear(),
  };
}
