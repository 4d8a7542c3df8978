import { or, type Query } from '../core/query/ast.ts';
import type { Engine, EventRow, SearchOptions, Sighting, Snapshot } from '../engines/engine.ts';

/** An engine and what of it may be seen. */
export interface EventStore {
  readonly engine: Engine;
  readonly snapshot: Snapshot;
}

/** `[from, to)`, nanoseconds. */
export interface TimeRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** The event that proves something: its identity, and what a person needs to find it again. */
export interface Proof {
  readonly time: bigint;
  readonly dataset: string;
  readonly object: string;
  readonly offset: number;
  readonly action: string | null;
}

export function proofOf({ time, dataset, object, offset, fields }: EventRow): Proof {
  return { time, dataset, object, offset, action: textOf(fields['event.action']) };
}

/** Events whose field is one of the values, letter for letter. */
export function fieldIs(field: string, values: readonly string[]): Query {
  return or(values.map((value) => ({ kind: 'test', field, test: { op: 'equals', value, cased: true } })));
}

export function fieldExists(field: string): Query {
  return { kind: 'test', field, test: { op: 'exists' } };
}

/** The first text of a field, or null. */
export function textOf(value: EventRow['fields'][string] | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'object' ? (value[0] ?? null) : String(value);
}

/** The texts of a field: none when absent. */
export function textsOf(value: EventRow['fields'][string] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** The store cut down to the log types and days of these sightings, so that a search opens no other file. */
export function cutToSightings(store: EventStore, sightings: readonly Sighting[]): EventStore {
  const seen = new Set(sightings.map(({ dataset, day }) => `${dataset}\0${day}`));
  const segments = store.snapshot.segments.filter(({ dataset, day }) => seen.has(`${dataset}\0${day}`));
  return { engine: store.engine, snapshot: { segments } };
}

/** All rows of a search at once. Only for searches that a limit or their question keeps small. */
export async function rowsOf(store: EventStore, query: Query, options: SearchOptions): Promise<EventRow[]> {
  if (store.snapshot.segments.length === 0 || query.kind === 'none') return [];
  const rows: EventRow[] = [];
  for await (const row of store.engine.search(query, store.snapshot, options)) rows.push(row);
  return rows;
}
