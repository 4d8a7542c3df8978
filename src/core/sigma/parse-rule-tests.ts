import { LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../error/error.ts';
import type { Checked } from '../logtype/logtype.ts';

/** A record and whether the rule must match it. */
export interface RuleTestCase {
  readonly name: string;
  /** Id of the log type. */
  readonly type: string;
  /** The record as it stands in the log. */
  readonly record: string;
  readonly matches: boolean;
}

type Json = unknown;
type JsonMap = Readonly<Record<string, Json>>;

interface Reading {
  readonly file: string;
  readonly base: JsonMap;
  readonly problems: Problem[];
}

/**
 * `<rule>.test.yml`: lists `match` and `no_match` of `{ name, type, record }`. A record that is a map is JSON and takes
 * what it does not say from `base.record`; a text is the line (or lines, the first being a header) as it stands. `type`
 * may stand in `base` too.
 */
export function parseRuleTests(file: string, text: string): Checked<readonly RuleTestCase[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }): Problem => {
      const { line, col } = lines.linePos(pos[0]);
      return {
        code: 'YAML_SYNTAX',
        message: message.split(' at line ')[0],
        location: { file, line, column: col },
        severity: 'error',
      };
    });
    return { problems };
  }
  const root: Json = document.toJS();
  const reading: Reading = { file, base: {}, problems: [] };
  if (!isMap(root)) return { problems: [invalid(reading, 'The file is a map with match and no_match.')] };
  const withBase = { ...reading, base: isMap(root.base) ? root.base : {} };
  const value = [...readCases(root.match, true, withBase), ...readCases(root.no_match, false, withBase)];
  for (const key of ['match', 'no_match']) {
    if (!Array.isArray(root[key]) || root[key].length === 0) {
      reading.problems.push(
        invalid(reading, `${key} needs at least one case: a test that cannot fail proves nothing.`),
      );
    }
  }
  return reading.problems.length === 0 ? { value, problems: [] } : { problems: reading.problems };
}

function readCases(list: Json, matches: boolean, reading: Reading): readonly RuleTestCase[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Json, index) => {
    const place = `${matches ? 'match' : 'no_match'}, case ${index + 1}`;
    const name = isMap(item) && typeof item.name === 'string' ? item.name : undefined;
    const type = isMap(item) ? (item.type ?? reading.base.type) : undefined;
    const record = isMap(item) ? recordText(item.record, reading.base.record) : undefined;
    if (name !== undefined && typeof type === 'string' && record !== undefined)
      return [{ name, type, record, matches }];
    reading.problems.push(invalid(reading, `${place}: needs a name, a type and a record.`));
    return [];
  });
}

function recordText(record: Json, base: Json): string | undefined {
  if (typeof record === 'string') return record;
  return isMap(record) ? JSON.stringify(isMap(base) ? merge(base, record) : record) : undefined;
}

/** Maps are merged key by key; anything else replaces. */
function merge(base: JsonMap, over: JsonMap): JsonMap {
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    merged[key] = isMap(below) && isMap(value) ? merge(below, value) : value;
  }
  return merged;
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid({ file }: Reading, message: string): Problem {
  return { code: 'RULE_TEST_INVALID', message, location: { file, line: 1, column: 1 }, severity: 'error' };
}
