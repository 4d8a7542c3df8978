import type { RollUp } from '../../core/logtype/logtype.ts';
import { compareText } from '../../core/query/compare-text.ts';
import type { EventRow, Sighting, SightingsOptions } from '../engine.ts';

/** The entity index of rows of one dataset and day. */
export function countSightings(
  rows: readonly EventRow[],
  entities: ReadonlyMap<string, RollUp>,
  day: string,
): readonly Sighting[] {
  const found = rows.flatMap((row) =>
    [...entities].flatMap(([field, rollUp]) => {
      const action = rollUp === 'action' ? (row.fields['event.action'] ?? null) : null;
      return entityValues(row, field).map((value): Sighting => {
        return {
          field,
          value,
          dataset: row.dataset,
          action: action === null ? null : String(action),
          day,
          first: row.time,
          last: row.time,
          count: 1,
        };
      });
    }),
  );
  return mergeSightings(found);
}

function entityValues(row: EventRow, field: string): readonly string[] {
  const value = row.fields[field];
  if (value === undefined) return [];
  return typeof value === 'object' ? [...new Set(value)] : [String(value)];
}

/** One sighting a value, field, dataset, action and day, ordered by these. */
export function mergeSightings(sightings: Iterable<Sighting>): readonly Sighting[] {
  const merged = new Map<string, Sighting>();
  for (const sighting of sightings) {
    const key = JSON.stringify(keyOf(sighting));
    const known = merged.get(key);
    merged.set(key, known === undefined ? sighting : join(known, sighting));
  }
  return [...merged.values()].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
}

export function isWanted(sighting: Sighting, options: SightingsOptions): boolean {
  return (
    (options.values?.includes(sighting.value) ?? true) &&
    (options.fields?.includes(sighting.field) ?? true) &&
    (options.from === undefined || sighting.day >= options.from) &&
    (options.to === undefined || sighting.day <= options.to)
  );
}

function join(a: Sighting, b: Sighting): Sighting {
  return {
    ...a,
    first: a.first < b.first ? a.first : b.first,
    last: a.last > b.last ? a.last : b.last,
    count: a.count + b.count,
  };
}

function keyOf({ value, field, dataset, action, day }: Sighting): readonly string[] {
  return [value, field, dataset, action ?? '', action === null ? '0' : '1', day];
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  return a.reduce((order, part, i) => order || compareText(part, b[i]), 0);
}
