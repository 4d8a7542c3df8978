import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../demo/random/random.ts';
import { configSchema } from '../../src/config/schema.ts';
import { type EngineUnderTest, snapshotOf } from '../../src/engines/contract/ask.ts';
import { createTemporaryEngine } from '../../src/engines/duckdb/temporary-engine.ts';
import { createMemoryEngine } from '../../src/engines/memory/engine.ts';
import { loadContent } from '../../src/pipeline/content.ts';
import { openRecord } from '../../src/pipeline/open-record.ts';
import { type DemoLogs, demoObjects } from './demo-objects.ts';
import { differences } from './differences.ts';
import { changedFields, withEarlierCloudTrail } from './earlier-cloudtrail.ts';
import { engineDifferences } from './engine-answers.ts';
import { fieldRules } from './field-questions.ts';
import type { PathRule } from './forced-rules.ts';
import type { InterpretedEvent } from './interpreted-events.ts';
import { type Answers, plainAnswers, type Question, questionsOf, streamingAnswers } from './questions.ts';
import { forcedRuleSets } from './rule-sets.ts';
import { attacksFolder, recordedAttacks, ruleArchive, sigmaRules } from './shared-data.ts';
import { type StoredEvents, storeEvents } from './stored-events.ts';

const seed = process.env.FUZZ_SEED ?? '1';
const rules = Number(process.env.DIFFERENTIAL_VERSIONS ?? 400);
const dataset = 'aws.cloudtrail';

const today = loadContent({ config: configSchema.parse({}), root: '.' });
const earlier = withEarlierCloudTrail(today);
const options = { fieldTypes: today.fieldTypes, openRecord: openRecord(today), entities: today.entities };
const columns = new Map([today, earlier].map((content) => [content, content.logTypes.get(dataset)!.mappingVersion]));

describe('segments of two mapping versions answer by their own columns', () => {
  const memory = createMemoryEngine(options);
  let duckdb: EngineUnderTest;
  let demo: DemoLogs;
  let events: readonly InterpretedEvent[];
  let stored: ReturnType<typeof snapshotOf>[];
  let questions: readonly Question[];
  let expected: Answers;
  let streaming: Answers;

  beforeAll(async () => {
    duckdb = await createTemporaryEngine(options);
    demo = await demoObjects('lantern', 0.03);
    const objects = [
      ...recordedAttacks(),
      ...demo.objects.filter(({ key }) => /CloudTrail\/.*\/2026\/03\/1[789]/.test(key)),
    ];
    const halves = [today, earlier].map((content, half) => ({
      content,
      objects: objects.filter((_, index) => index % 2 === half),
    }));
    const engines = [duckdb.engine, memory];
    const parts: StoredEvents[] = [];
    for (const { content, objects: own } of halves)
      parts.push(await storeEvents(own, content, { engines, batch: columns.get(content)! }));
    events = parts.flatMap((part) => part.events);
    stored = engines.map((_, at) => snapshotOf(parts.flatMap((part) => part.segments[at])));
    const [like] = today.rules.rules;
    const single = fieldRules({ dataset, fields: changedFields, events, times: 4, seed, like });
    const all = [...today.rules.rules, ...single, ...forced(events)];
    questions = questionsOf(all).filter((question) => question.dataset === dataset);
    expected = plainAnswers(questions, events, today.fieldTypes);
    const said: Answers[] = [];
    for (const { content, objects: own } of halves) said.push(await streamingAnswers(own, content, all));
    streaming = merged(said);
  });
  afterAll(async () => {
    await duckdb?.engine.close();
    await duckdb?.cleanUp();
    await demo?.cleanUp();
  });

  test('the versions have other columns', () => {
    const [first, second] = [...columns.values()].map((mapping) =>
      stored[0].segments.find((segment) => segment.mapping === mapping),
    );
    expect(first?.fields['aws.read_only']).toBe('boolean');
    expect(second?.fields['aws.read_only']).toBe('text');
    expect(second?.fields['aws.bucket']).toBe('list');
    expect(second?.fields).not.toHaveProperty(['event.provider']);
    expect(questions.filter(({ id }) => expected.has(id)).length).toBeGreaterThan(500);
  });

  test('streaming gives what the plain evaluator gives', () => {
    expect(differences(questions, expected, streaming)).toEqual([]);
  });

  test.each([
    ['DuckDB', 0],
    ['memory', 1],
  ])('so does %s', async (_, at) => {
    const engine = [duckdb.engine, memory][at];
    expect(await engineDifferences(questions, { engine, snapshot: stored[at], expected, single: 60 })).toEqual([]);
  });
});

function forced(events: readonly InterpretedEvent[]): readonly PathRule[] {
  if (!existsSync(ruleArchive) || !existsSync(attacksFolder)) return [];
  const files = createRandom(seed).shuffle(sigmaRules()).slice(0, rules);
  return forcedRuleSets({ content: today, files, events, forced: 0, seed });
}

function merged(all: readonly Answers[]): Answers {
  const answers = new Map<string, ReadonlySet<string>>();
  for (const some of all)
    for (const [id, keys] of some) answers.set(id, new Set([...(answers.get(id) ?? []), ...keys]));
  return answers;
}
