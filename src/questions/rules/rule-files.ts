import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseRuleTests, type RuleTestCase } from '../../core/sigma/parse-rule-tests.ts';
import { packageRoot } from '../../pipeline/package-root.ts';

/** The text of a rule's file; null when it is gone. `path` is as the listing has it. */
export function ruleText(path: string): string | null {
  return textOf(path);
}

/** The cases of the test file beside a rule; none when there is no such file or it cannot be read. */
export function testCases(path: string): readonly RuleTestCase[] {
  const file = path.replace(/\.ya?ml$/, '.test.yml');
  const text = textOf(file);
  return text === null ? [] : (parseRuleTests(file, text).value ?? []);
}

function textOf(path: string): string | null {
  const file = isAbsolute(path) ? path : join(packageRoot(), path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
