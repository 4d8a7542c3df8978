import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Query } from '../../../src/core/query/ast.ts';
import { parseKql } from '../../../src/core/query/kql/parse-kql.ts';
import { sampleDay, sampleKinds } from '../../../src/engines/contract/arbitrary-event.ts';
import { offsets, snapshotOf } from '../../../src/engines/contract/ask.ts';
import { batchOf } from '../../../src/engines/contract/batch-of.ts';
import { openJsonRecord } from '../../../src/engines/contract/json-record.ts';
import { questionEvents } from '../../../src/engines/contract/question-events.ts';
import { sampleEntities, sampleFieldTypes, sampleTypes } from '../../../src/engines/contract/sample-types.ts';
import { isExact } from '../../../src/engines/duckdb/sql/bounds.ts';
import { compileQuery } from '../../../src/engines/duckdb/sql/compile-query.ts';
import { Parameters } from '../../../src/engines/duckdb/sql/parameters.ts';
import { createTemporaryEngine } from '../../../src/engines/duckdb/temporary-engine.ts';
import type { Engine, Snapshot } from '../../../src/engines/engine.ts';
import type { EngineOptions } from '../../../src/engines/engine-options.ts';
import { createMemoryEngine } from '../../../src/engines/memory/engine.ts';

const folder = import.meta.dirname;
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const fields = {
  types: (field: string) => (field === 'event.category' ? 'keyword' : sampleFieldTypes(field)),
  names: [...Object.keys(sampleTypes), 'event.category'],
};
const options: EngineOptions = {
  fieldTypes: fields.types,
  openRecord: openJsonRecord,
  entities: () => sampleEntities,
};

/** A golden file; `GOLDEN=write` makes it anew. */
function expectGolden(path: string, actual: string): void {
  if (process.env.GOLDEN === 'write') writeFileSync(path, actual);
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

function parse(name: string): Query {
  const text = readFileSync(join(folder, name, 'query.txt'), 'utf8');
  const { value, problems } = parseKql(text, { fields, now: sampleDay + 3600n * 1_000_000_000n });
  expect(problems).toEqual([]);
  return value as Query;
}

function toSql(query: Query): string {
  const parameters = new Parameters();
  const bounds = compileQuery(query, { kinds: sampleKinds, types: fields.types, parameters });
  const texts = parameters.values.map((text, i) => `-- $${i + 1} = ${JSON.stringify(text)}`);
  const decided = isExact(bounds) ? [] : ['-- certain:', bounds.lower];
  return `${[bounds.upper, ...decided, ...texts].join('\n')}\n`;
}

describe('golden queries', () => {
  const engines: { engine: Engine; snapshot: Snapshot; cleanUp: () => Promise<void> }[] = [];
  beforeAll(async () => {
    const made = [
      { engine: createMemoryEngine(options), cleanUp: async () => {} },
      await createTemporaryEngine(options),
    ];
    for (const { engine, cleanUp } of made) {
      engines.push({
        engine,
        cleanUp,
        snapshot: snapshotOf(await engine.write('golden', batchOf(questionEvents, sampleKinds))),
      });
    }
  });
  afterAll(async () => {
    for (const { engine, cleanUp } of engines) {
      await engine.close();
      await cleanUp();
    }
  });

  test.each(cases.map((entry) => entry.name))('%s', async (name) => {
    const query = parse(name);
    expectGolden(join(folder, name, 'duckdb.sql'), toSql(query));
    for (const { engine, snapshot } of engines) {
      const rows = await offsets(engine, query, snapshot, { order: 'oldest' });
      expectGolden(join(folder, name, 'rows.json'), `${JSON.stringify(rows)}\n`);
    }
  });
});
