import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { createDetector } from '../../src/core/detect/create-detector.ts';
import { ecsField } from '../../src/core/ecs/ecs.ts';
import type { Query } from '../../src/core/query/ast.ts';
import { comparisonOf } from '../../src/core/query/field-types.ts';
import { createResolver } from '../../src/core/sigma/create-resolver.ts';
import { loadRules } from '../../src/core/sigma/load-rules.ts';
import { ruleTarget } from '../../src/core/sigma/rule-target.ts';
import { type EngineUnderTest, snapshotOf } from '../../src/engines/contract/ask.ts';
import { createTemporaryEngine } from '../../src/engines/duckdb/temporary-engine.ts';
import type { EngineOptions } from '../../src/engines/engine-options.ts';
import { createMemoryEngine } from '../../src/engines/memory/engine.ts';
import { loadContent } from '../../src/pipeline/content.ts';
import { openRecord } from '../../src/pipeline/open-record.ts';
import { type DemoLogs, demoObjects, isSince } from './demo-objects.ts';
import { differences } from './differences.ts';
import { engineDifferences } from './engine-answers.ts';
import { fieldRules } from './field-questions.ts';
import { filteredRules } from './filtered-rules.ts';
import type { PathRule } from './forced-rules.ts';
import { groupBy } from './group-by.ts';
import { type Answers, plainAnswers, type Question, questionsOf, streamingAnswers } from './questions.ts';
import type { LogObject } from './read-objects.ts';
import { forcedRuleSets } from './rule-sets.ts';
import { attacksFolder, recordedAttacks, ruleArchive, sigmaRules } from './shared-data.ts';
import { type StoredEvents, storeEvents } from './stored-events.ts';

const seed = process.env.FUZZ_SEED ?? '1';
const scale = Number(process.env.DIFFERENTIAL_SCALE ?? 0.03);
/** Rules forced onto each log type but CloudTrail, which gets them all. */
const forced = Number(process.env.DIFFERENTIAL_FORCED ?? 100);
/** Questions with answers that each engine is asked one by one. */
const single = Number(process.env.DIFFERENTIAL_SINGLE ?? 60);

const content = loadContent({ config: configSchema.parse({}), root: '.' });
const options: EngineOptions = {
  fieldTypes: content.fieldTypes,
  openRecord: openRecord(content),
  entities: content.entities,
};

describe.skipIf(!existsSync(ruleArchive) || !existsSync(attacksFolder))(
  `streaming, the plain evaluator and the engines agree (skipped without ${ruleArchive} and ${attacksFolder})`,
  () => {
    const memory = createMemoryEngine(options);
    let duckdb: EngineUnderTest;
    let demos: readonly DemoLogs[];
    let objects: readonly LogObject[];
    let stored: StoredEvents;
    let questions: readonly Question[];
    let expected: Answers;
    let streaming: Answers;
    const files = existsSync(ruleArchive) ? sigmaRules() : [];
    const resolver = createResolver([...content.logTypes.values()].map(ruleTarget));
    const routed = loadRules(files, resolver);
    const { whole, filtered } = filteredRules(resolver);

    beforeAll(async () => {
      duckdb = await createTemporaryEngine(options);
      demos = await Promise.all(['orchard', 'lighthouse'].map((name) => demoObjects(name, scale)));
      objects = [...recordedAttacks(), ...demos.flatMap((demo) => lastDays(demo.objects))];
      // Only the rules we ship are loaded: to the stored events all others are rules that were added later.
      stored = await storeEvents(objects, content, { engines: [duckdb.engine, memory], batch: 'a' });
      const forcedRules = forcedRuleSets({ content, files, events: stored.events, forced, seed });
      const own = [...content.rules.rules, whole, filtered];
      const rules = [...own, ...routed.rules, ...forcedRules, ...typedRules(stored)];
      questions = questionsOf(rules);
      expected = plainAnswers(questions, stored.events, content.fieldTypes);
      streaming = await streamingAnswers(objects, content, rules);
    });
    afterAll(async () => {
      await duckdb?.engine.close();
      await duckdb?.cleanUp();
      for (const demo of demos ?? []) await demo.cleanUp();
    });

    test('no rule of SigmaHQ is refused', () => {
      expect(files.length).toBeGreaterThan(3000);
      expect(routed.listing.filter(({ status }) => status === 'refused')).toEqual([]);
    });

    test('thousands of questions are asked, and many have answers', () => {
      const answered = questions.filter(({ id }) => expected.has(id));
      expect(questions.length).toBeGreaterThan(2 * files.length);
      expect(answered.length).toBeGreaterThan(questions.length / 10);
      expect(new Set(answered.map(({ dataset }) => dataset))).toEqual(new Set(content.logTypes.keys()));
      expect(answered.filter(({ query }) => asksKeywords(query)).length).toBeGreaterThan(10);
      const wanted = new Set(
        createDetector(content.rules.rules, content.fieldTypes).wantedRecordPaths('aws.cloudtrail'),
      );
      const later = answered.filter(({ query }) => recordPathsOf(query).some((path) => !wanted.has(path)));
      expect(later.length).toBeGreaterThan(10);
    });

    test('filters suppress some matches of a rule', () => {
      const [all, left] = questionsOf([whole, filtered]).map(({ id }) => expected.get(id)?.size ?? 0);
      expect(left).toBeGreaterThan(0);
      expect(all).toBeGreaterThan(left);
    });

    test('streaming gives what the plain evaluator gives', () => {
      expect(differences(questions, expected, streaming)).toEqual([]);
    });

    test('so does the memory engine', async () => {
      const asked = {
        engine: memory,
        snapshot: snapshotOf(stored.segments[1]),
        expected,
        single: Math.ceil(single / 4),
      };
      expect(await engineDifferences(questions, asked)).toEqual([]);
    });

    test('so does DuckDB', async () => {
      const asked = { engine: duckdb.engine, snapshot: snapshotOf(stored.segments[0]), expected, single };
      expect(await engineDifferences(questions, asked)).toEqual([]);
    });
  },
);

/** CloudTrail's share of the demo is small, so that it gives more days than the other logs. */
function lastDays(objects: readonly LogObject[]): readonly LogObject[] {
  return objects.filter((object) => isSince(object, object.key.includes('CloudTrail') ? '20260313' : '20260319'));
}

/** Rules seldom ask for numbers, times and addresses; here each such field of every log type is asked all there is. */
function typedRules({ events }: StoredEvents): readonly PathRule[] {
  const [like] = content.rules.rules;
  return [...groupBy(events, ({ row }) => row.dataset)].flatMap(([dataset, own]) => {
    const names = [...new Set(own.flatMap(({ row }) => Object.keys(row.fields)))].sort();
    const fields = ['@timestamp', 'event.id', ...names.filter(isTyped)];
    return fieldRules({ dataset, fields, events: own, times: 1, seed, like });
  });
}

function isTyped(field: string): boolean {
  return comparisonOf(field, content.fieldTypes) !== 'text' || ecsField(field)?.array === true;
}

function partsOf(query: Query): readonly Query[] {
  if (query.kind === 'not') return partsOf(query.of);
  return query.kind === 'and' || query.kind === 'or' ? query.of.flatMap(partsOf) : [query];
}

function asksKeywords(query: Query): boolean {
  return partsOf(query).some(({ kind }) => kind === 'keyword');
}

function recordPathsOf(query: Query): readonly string[] {
  return partsOf(query).flatMap((part) =>
    part.kind === 'test' && part.field.startsWith('record.') ? [part.field.slice('record.'.length)] : [],
  );
}
