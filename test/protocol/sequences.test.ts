import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { EngineUnderTest } from '../../src/engines/contract/ask.ts';
import { createTemporaryEngine } from '../../src/engines/duckdb/temporary-engine.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createMemoryEngine } from '../../src/engines/memory/engine.ts';
import { compactDay, removeGarbage } from '../../src/pipeline/compact.ts';
import { expire } from '../../src/pipeline/expire.ts';
import { type FailPoint, onFailPoint } from '../../src/pipeline/fail-point.ts';
import { load } from '../../src/pipeline/load.ts';
import { knownKeys } from '../../src/state/catalog.ts';
import { ledgerLines } from '../../src/state/ledger.ts';
import { openState, type State } from '../../src/state/open-state.ts';
import { checkInvariants, liveRows } from './invariants.ts';
import { dataset, dayNs, type TestObject, temporaryFolder, testObject, testReaders, testSource } from './world.ts';

/** What a test does to the store. `dies` ends the attempt at the n-th fail point passed; the state is opened anew. */
type Step =
  | {
      readonly do: 'load';
      readonly objects: readonly number[];
      readonly rowsAtOnce: number;
      readonly reload: boolean;
      readonly dies: number;
    }
  | { readonly do: 'map'; readonly mapping: number }
  | { readonly do: 'compact'; readonly day: number; readonly all: boolean; readonly dies: number }
  | { readonly do: 'expire'; readonly day: number; readonly dies: number };

const objectCount = 12;
const days = 4;
const firstDay = 20_000n;
const seed = Number(process.env.FUZZ_SEED ?? '7');
const sequences = process.env.KUSHI_SEQUENCES;

class Killed extends Error {}

const dies = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('load' as const),
      objects: fc.uniqueArray(fc.integer({ min: 0, max: objectCount - 1 }), { minLength: 1, maxLength: 6 }),
      rowsAtOnce: fc.integer({ min: 1, max: 8 }),
      reload: fc.boolean(),
      dies,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('map' as const), mapping: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('compact' as const),
      day: fc.integer({ min: 0, max: days - 1 }),
      all: fc.boolean(),
      dies,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('expire' as const), day: fc.integer({ min: 0, max: days }), dies }),
  },
);

/** Twelve objects of up to nine rows over four days; one user in three is the one the rule is about. */
const objects: readonly TestObject[] = Array.from({ length: objectCount }, (_, index) =>
  testObject(
    `object-${index}`,
    Array.from({ length: (index * 5) % 10 }, (_, row) => ({
      offset: row * 10,
      time: (firstDay + BigInt((index + row) % days)) * dayNs + BigInt(index * 1000 + row),
      user: ['alice', 'bob', 'evil'][(index + row) % 3],
    })),
  ),
);

class World {
  readonly folder = temporaryFolder();
  readonly engine: Engine;
  state!: State;
  mapping = 'v1';
  /** By object: whether it is loaded whole, with which mapping; set by the model when a load ended well. */
  readonly offered = new Set<number>();
  expiredBefore = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async open(): Promise<void> {
    this.state = await openState(join(this.folder, 'data'), { write: true });
    await this.engine.sweep(await knownKeys(this.state.db));
  }

  /** Runs a step that may be killed at its `count`-th fail point, and opens the state anew if it was. */
  async attempt(count: number, run: () => Promise<unknown>): Promise<void> {
    let left = count;
    onFailPoint((_: FailPoint) => {
      if (count > 0 && --left === 0) throw new Killed();
    });
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      await this.state.close();
      await this.open();
    } finally {
      onFailPoint(null);
    }
  }

  async run(step: Step): Promise<void> {
    const compaction = { db: this.state.db, engine: this.engine, sortBy: () => 'user.name', clock };
    if (step.do === 'map') this.mapping = `v${step.mapping}`;
    if (step.do === 'load') {
      for (const index of step.objects) this.offered.add(index);
      await this.attempt(step.dies, () => this.load(step.objects, step));
    }
    if (step.do === 'compact')
      await this.attempt(step.dies, async () => {
        await compactDay(compaction, dataset, dayName(step.day), step.all);
        await removeGarbage(compaction, 0n);
      });
    if (step.do === 'expire') {
      const keep = dayName(step.day);
      await this.attempt(step.dies, () =>
        expire({ db: this.state.db, engine: this.engine, firstDay: () => keep, clock }),
      );
    }
  }

  load(indexes: readonly number[], { rowsAtOnce, reload }: { rowsAtOnce: number; reload: boolean }) {
    const byKey = new Map(objects.map((object) => [object.offered.key, object]));
    const readers = testReaders({
      engine: this.engine,
      objects: () => byKey,
      mapping: () => this.mapping,
      rowsAtOnce: () => rowsAtOnce,
    });
    return load({
      db: this.state.db,
      engine: this.engine,
      readers,
      sources: [{ source: testSource(indexes.map((index) => objects[index])), type: null }],
      reload,
      clock,
      onProgress: () => {},
      signal: new AbortController().signal,
    });
  }
}

let now = firstDay * dayNs;
function clock(): bigint {
  now += 1_000_000n;
  return now;
}

function dayName(day: number): string {
  return new Date(Number(firstDay + BigInt(day)) * 86_400_000).toISOString().slice(0, 10);
}

/** Loads everything that was ever offered, with nothing in the way: every row must be there once. */
async function settleAll(world: World): Promise<void> {
  const indexes = [...world.offered];
  await world.load(indexes, { rowsAtOnce: 100, reload: false });
  const rows = await liveRows(world.engine, world.state.db);
  const expired = (await ledgerLines(world.state.db)).reduce((total, line) => total + line.records.expired, 0);
  const expected = indexes.reduce((total, index) => total + objects[index].rows.length, 0);
  expect(rows.length + expired).toBe(expected);
  await checkInvariants(world.engine, world.state.db);
}

const engineOptions = {
  fieldTypes: () => 'keyword' as const,
  openRecord: () => ({ values: () => [], keywords: () => [] }) as never,
  entities: () => new Map([['user.name', 'action' as const]]),
};

/** Fewer by default on files, where each step of a sequence waits for the disk many times. */
const engines: readonly [string, number, () => Promise<EngineUnderTest>][] = [
  [
    'memory',
    Number(sequences ?? '200'),
    async () => ({ engine: createMemoryEngine(engineOptions), cleanUp: async () => {} }),
  ],
  ['duckdb', Number(sequences ?? '60'), () => createTemporaryEngine(engineOptions)],
];

afterEach(() => onFailPoint(null));

describe('load, kill, late data, reload, compact, expire in any order', () => {
  test.each(engines)(
    '%s, %i random sequences: index ≡ GROUP BY, matches unique, both equations hold',
    async (_, numRuns, create) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
          const { engine, cleanUp } = await create();
          const world = new World(engine);
          await world.open();
          try {
            for (const one of steps) {
              await world.run(one);
              await checkInvariants(world.engine, world.state.db);
            }
            await settleAll(world);
          } finally {
            await world.state.close();
            await engine.close();
            await cleanUp();
            rmSync(world.folder, { recursive: true });
          }
        }),
        { numRuns, seed, endOnFailure: false },
      );
    },
  );
});
