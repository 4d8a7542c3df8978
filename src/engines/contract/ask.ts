import type { Query, Test } from '../../core/query/ast.ts';
import type { Engine, EventRow, LiveSegment, SearchOptions, Segment, Snapshot } from '../engine.ts';

/** How a suite gets an engine with an empty store; `reopen` gives another engine on the same store where stores outlive engines. */
export interface EngineUnderTest {
  readonly engine: Engine;
  /** Deletes what the store left on the machine. */
  readonly cleanUp: () => Promise<void>;
}

type Dead = LiveSegment['dead'];

/** A snapshot of segments; `dead` pairs are dead in every segment. */
export function snapshotOf(segments: readonly Segment[], dead: Dead = []): Snapshot {
  return { segments: segments.map((segment) => ({ ...segment, dead })) };
}

export async function collect(rows: AsyncIterable<EventRow>): Promise<EventRow[]> {
  const collected: EventRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

/** Offsets of the rows a search gives, in its order. */
export async function offsets(
  engine: Engine,
  query: Query,
  snapshot: Snapshot,
  options: SearchOptions = {},
): Promise<number[]> {
  return (await collect(engine.search(query, snapshot, options))).map((row) => row.offset);
}

export function on(field: string, test: Test): Query {
  return { kind: 'test', field, test };
}
