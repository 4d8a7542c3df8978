import { KushiError } from '../../core/error/error.ts';
import type { EventRow, LiveSegment, Segment } from '../engine.ts';
import { type DayRows, describeSegment, groupByDay } from './segment-rows.ts';

/** The files of an engine as arrays. Sidecars are empty, since sightings are counted when asked for. */
export class RowStore {
  readonly #files = new Map<string, readonly EventRow[]>();

  /** One segment for each dataset and day among the rows. */
  put(id: string, rows: readonly EventRow[], of: Pick<Segment, 'mapping' | 'level'>): readonly Segment[] {
    return groupByDay(rows).map((group) => this.#putDay(describeSegment(id, group, of), group));
  }

  putSidecar(key: string): void {
    this.#files.set(key, []);
  }

  /** The rows of a segment that are not dead. */
  live(segment: LiveSegment): readonly EventRow[] {
    const rows = this.#files.get(segment.key);
    if (rows === undefined) throw new KushiError('STORAGE_CORRUPT', `There is no segment ${segment.key}.`);
    const dead = new Set(segment.dead.map(({ object, generation }) => `${generation} ${object}`));
    return rows.filter((row) => !dead.has(`${row.generation} ${row.object}`));
  }

  remove(keys: Iterable<string>): void {
    for (const key of keys) this.#files.delete(key);
  }

  keys(): readonly string[] {
    return [...this.#files.keys()];
  }

  #putDay(segment: Segment, { rows }: DayRows): Segment {
    this.#files.set(segment.key, rows);
    this.putSidecar(segment.entitiesKey);
    return segment;
  }
}
