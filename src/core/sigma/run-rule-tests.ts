import type { EventBatch } from '../batch/event-batch.ts';
import { createDetector, type DetectorRule } from '../detect/create-detector.ts';
import type { FieldTypes } from '../query/field-types.ts';
import type { RuleTestCase } from './parse-rule-tests.ts';

export interface RuleTestResult extends RuleTestCase {
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly message: string | null;
}

export interface RuleTestOptions {
  readonly fieldTypes: FieldTypes;
  /** A record as events of its log type, with the vendor paths that the rule reads; undefined when it becomes none. */
  normalize(type: string, record: string, recordPaths: readonly string[]): EventBatch | undefined;
}

/** Runs a rule on the records of its test file, through mapping and detector as they run on real logs. */
export function runRuleTests(
  rule: DetectorRule,
  cases: readonly RuleTestCase[],
  { fieldTypes, normalize }: RuleTestOptions,
): readonly RuleTestResult[] {
  const detector = createDetector([rule], fieldTypes);
  return cases.map((testCase) => {
    const { type, record, matches } = testCase;
    if (!rule.queries.has(type)) return failed(testCase, `The rule does not look at ${type}.`);
    const batch = normalize(type, record, detector.wantedRecordPaths(type));
    if (batch === undefined || batch.rows === 0) return failed(testCase, `The record is no event of ${type}.`);
    const matched = detector.run(batch).length > 0;
    if (matched === matches) return { ...testCase, passed: true, message: null };
    return failed(testCase, matched ? 'The rule matches, and must not.' : 'The rule does not match.');
  });
}

function failed(testCase: RuleTestCase, message: string): RuleTestResult {
  return { ...testCase, passed: false, message };
}
