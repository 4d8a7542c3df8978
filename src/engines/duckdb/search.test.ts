import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Query } from '../../core/query/ast.ts';
import { type EngineUnderTest, snapshotOf } from '../contract/ask.ts';
import { batchOf, type SampleEvent } from '../contract/batch-of.ts';
import { openJsonRecord } from '../contract/json-record.ts';
import type { Engine, SearchOptions, Snapshot } from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import { createMemoryEngine } from '../memory/engine.ts';
import { createTemporaryEngine } from './temporary-engine.ts';

const options: EngineOptions = { fieldTypes: () => 'keyword', openRecord: openJsonRecord, entities: () => new Map() };
const start = 1_795_478_400_000_000_000n;
const second = 1_000_000_000n;

/** More than a slice of two days, many of them at one instant, from objects in several generations. */
const events = Array.from(
  { length: 12_000 },
  (_, i): SampleEvent => ({
    object: `${i % 3}`.padStart(24, '0'),
    generation: 1 + (i % 2),
    offset: i,
    time: start + BigInt((i * 7919) % 5) * 20_000n * second + (i % 4 === 0 ? BigInt(i) : 0n),
    raw: JSON.stringify({ n: i }),
  }),
);

let duckdb: EngineUnderTest;
let memory: { engine: Engine; snapshot: Snapshot };
let snapshot: Snapshot;
beforeAll(async () => {
  duckdb = await createTemporaryEngine(options);
  const engine = createMemoryEngine(options);
  const batch = batchOf(events, {});
  snapshot = snapshotOf(await duckdb.engine.write('a', batch));
  memory = { engine, snapshot: snapshotOf(await engine.write('a', batch)) };
});
afterAll(async () => {
  await duckdb.engine.close();
  await duckdb.cleanUp();
});

const atLeast = (value: number): Query => ({
  kind: 'test',
  field: 'record.n',
  test: { op: 'gte', value: String(value) },
});

async function offsets(engine: Engine, stored: Snapshot, query: Query, search: SearchOptions) {
  const found: number[] = [];
  for await (const { offset } of engine.search(query, stored, search)) found.push(offset);
  return found;
}

test.each<[string, Query, SearchOptions]>([
  ['in the first slice', atLeast(10), { limit: 50 }],
  ['in later slices', atLeast(11_960), { limit: 30 }],
  ['in later slices, oldest first', atLeast(11_960), { limit: 30, order: 'oldest' }],
  ['in all slices, and no more', atLeast(11_990), { limit: 500 }],
  ['more than a slice', atLeast(0), { limit: 11_500, order: 'oldest' }],
  ['in a range of time', atLeast(11_000), { limit: 700, from: start + 15_000n * second, to: start + 60_000n * second }],
  ['nowhere', atLeast(15_000), { limit: 10 }],
])('finds rows that SQL cannot decide %s', async (_, query, search) => {
  const found = await offsets(duckdb.engine, snapshot, query, search);
  expect(found).toEqual(await offsets(memory.engine, memory.snapshot, query, search));
});
