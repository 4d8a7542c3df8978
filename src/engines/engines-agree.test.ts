import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Query } from '../core/query/ast.ts';
import { sampleEvents, sampleKinds, sampleQueries } from './contract/arbitrary-event.ts';
import { collect, snapshotOf } from './contract/ask.ts';
import { batchOf, type SampleEvent } from './contract/batch-of.ts';
import { openJsonRecord } from './contract/json-record.ts';
import { sampleEntities, sampleFieldTypes } from './contract/sample-types.ts';
import { createTemporaryEngine } from './duckdb/temporary-engine.ts';
import type { AggregateOptions, Engine, SearchOptions, Snapshot } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { createMemoryEngine } from './memory/engine.ts';

const options: EngineOptions = {
  fieldTypes: sampleFieldTypes,
  openRecord: openJsonRecord,
  entities: () => sampleEntities,
};
const milliseconds = Number(process.env.FUZZ_SECONDS ?? 2) * 1000;
const firstSeed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);

interface Question {
  readonly query: Query;
  readonly search: SearchOptions;
  readonly aggregate: AggregateOptions;
}

const fields = ['@day', '@dataset', '@step', '@timestamp', 'event.id', 'event.original', ...Object.keys(sampleKinds)];
const questions: fc.Arbitrary<Question> = fc.record({
  query: sampleQueries,
  search: fc.record({
    order: fc.constantFrom('newest' as const, 'oldest' as const),
    limit: fc.constantFrom(1, 3, 1000),
    fields: fc.subarray(fields.slice(3)),
  }),
  aggregate: fc.record({
    by: fc.subarray(fields, { maxLength: 3 }),
    step: fc.constantFrom(1_000_000_000n, 900_000_000_000n),
    limit: fc.constantFrom(2, 1000),
  }),
});

const dead = [{ object: 'fedcba987654321001234567', generation: 1 }];

async function store(engine: Engine, id: string, events: readonly SampleEvent[]): Promise<Snapshot> {
  const halves = [events.filter((_, i) => i % 2 === 0), events.filter((_, i) => i % 2 === 1)];
  const written = await Promise.all(
    halves.map((half, i) => engine.write(`${id}-${i}`, batchOf(half, sampleKinds, `test.${i}`))),
  );
  return snapshotOf(written.flat(), dead);
}

async function answer(engine: Engine, snapshot: Snapshot, { query, search, aggregate }: Question) {
  return {
    query,
    count: await engine.count(query, snapshot, {}),
    rows: await collect(engine.search(query, snapshot, search)),
    buckets: await engine.aggregate(query, snapshot, aggregate),
  };
}

test('memory and duckdb give the same answers', async () => {
  const memory = createMemoryEngine(options);
  const { engine: duckdb, cleanUp } = await createTemporaryEngine(options);
  let batch = 0;
  const agree = fc.asyncProperty(
    sampleEvents,
    fc.array(questions, { minLength: 30, maxLength: 40 }),
    async (events, asked) => {
      const id = `batch-${batch++}`;
      const [defined, stored] = [await store(memory, id, events), await store(duckdb, id, events)];
      for (const question of asked) {
        expect(await answer(duckdb, stored, question)).toEqual(await answer(memory, defined, question));
      }
      expect(await duckdb.sightings({}, stored)).toEqual(await memory.sightings({}, defined));
      await duckdb.removeFiles(stored.segments.flatMap(({ key, entitiesKey }) => [key, entitiesKey]));
    },
  );
  // At least one round, however slow the machine.
  const end = Date.now() + milliseconds;
  let seed = firstSeed;
  do await fc.assert(agree, { numRuns: 2, seed: seed++ });
  while (Date.now() < end);
  await duckdb.close();
  await cleanUp();
});
