import { KushiError } from '../core/error/error.ts';
import { printKql } from '../core/query/kql/print-kql.ts';
import { runRuleTests } from '../core/sigma/run-rule-tests.ts';
import { nsPerDay } from '../core/time/rfc3339.ts';
import type { Content } from '../pipeline/content.ts';
import { ruleNoise } from '../state/rule-noise.ts';
import { noiseDays, noiseJson, type RuleJson, ruleFacts } from './list-rules.ts';
import type { Question } from './question.ts';
import { normalizeRecord } from './rules/normalize-record.ts';
import { ruleText, testCases } from './rules/rule-files.ts';

export interface OpenedRule {
  readonly rule: RuleJson;
  /** What its author says of it; null when it is refused. */
  readonly about: {
    readonly description: string;
    readonly falsePositives: readonly string[];
    readonly references: readonly string[];
    readonly response: string;
  } | null;
  /** What it asks, as a search, by log type. */
  readonly queries: readonly { readonly dataset: string; readonly query: string }[];
  /** Its file; null when that is gone since. */
  readonly source: string | null;
  readonly tests: readonly TestResult[];
}

export interface TestResult {
  readonly name: string;
  readonly dataset: string;
  /** What is wanted: that the rule matches, or that it does not. */
  readonly matches: boolean;
  readonly passed: boolean;
  readonly message: string | null;
}

/** One rule whole, its tests run. Fails with NOT_FOUND. */
export const openRule: Question<{ readonly rule: string }, OpenedRule> = async ({ rule: id }, context) => {
  const { content, db, now } = context;
  const facts = ruleFacts(content).find((one) => one.id === id);
  if (facts === undefined) throw new KushiError('NOT_FOUND', `There is no rule ${id}. The list of rules has them all.`);
  const noise = await ruleNoise(db, now - noiseDays * nsPerDay);
  const loaded = content.rules.rules.find(({ rule }) => (rule.id ?? rule.title) === id);
  return {
    rule: { ...facts, noise: noiseJson(noise.get(id)) },
    about: loaded === undefined ? null : aboutOf(loaded.rule),
    queries: [...(loaded?.queries ?? [])].map(([dataset, query]) => ({ dataset, query: printKql(query) })),
    source: ruleText(facts.path),
    tests: loaded === undefined ? [] : testResults(loaded, content),
  };
};

type Loaded = Content['rules']['rules'][number];

function aboutOf({ description, falsePositives, references, response }: Loaded['rule']): OpenedRule['about'] {
  return { description, falsePositives, references, response };
}

function testResults(rule: Loaded, { fieldTypes, logTypes }: Content): TestResult[] {
  const results = runRuleTests(rule, testCases(rule.path), {
    fieldTypes,
    normalize: (type, record, recordPaths) => {
      const logType = logTypes.get(type);
      return logType === undefined ? undefined : normalizeRecord(logType, record, recordPaths);
    },
  });
  return results.map(({ name, type, matches, passed, message }) => ({ name, dataset: type, matches, passed, message }));
}
