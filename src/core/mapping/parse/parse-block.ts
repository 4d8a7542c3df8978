import type { Block, Case, Classify, Let, Switch } from '../ast.ts';
import type { Findings } from '../findings.ts';
import type { YamlMap, YamlNode } from '../yaml/yaml-node.ts';
import { parseCellKey } from './parse-cell-key.ts';
import { parseExpression, parseInput } from './parse-expression.ts';
import { parseMatch } from './parse-match.ts';
import { parseSet } from './parse-set.ts';
import { parseWhen } from './parse-when.ts';
import { listOf, readKeys, wantMap, wantText } from './read-keys.ts';

export const blockKeys = ['let', 'match', 'classify', 'set', 'switch', 'steps'] as const;

/** The parts of a block. `keys` are all that the surrounding map may hold. */
export function parseBlock(map: YamlMap, keys: readonly string[], what: string, findings: Findings): Block {
  const entries = readKeys(map, keys, what, findings);
  const items = (key: string): readonly YamlNode[] => {
    const entry = entries.get(key);
    return entry === undefined ? [] : listOf(entry.value);
  };
  const when = entries.get('when');
  const choice = entries.get('switch');
  const parsedSwitch = choice && parseSwitch(choice.value, findings);
  return {
    ...(when && { when: parseWhen(when.value, findings) }),
    lets: items('let').flatMap((node) => parseLets(node, findings)),
    matches: items('match').flatMap((node) => parseMatch(node, findings) ?? []),
    classifies: items('classify').flatMap((node) => parseClassify(node, findings) ?? []),
    set: items('set').flatMap((node) => parseSet(node, findings)),
    ...(parsedSwitch && { switch: parsedSwitch }),
    steps: items('steps').flatMap((node) => parseStep(node, findings) ?? []),
  };
}

function parseLets(node: YamlNode, findings: Findings): Let[] {
  return (wantMap(node, 'let', findings)?.entries ?? []).flatMap((entry) => {
    if (/^[A-Za-z_][\w-]*$/.test(entry.key)) {
      return { name: entry.key, place: entry.place, value: parseExpression(entry.value, findings) };
    }
    const bare = entry.key.replace(/^\$/, '');
    findings.error(
      'VALUE_INVALID',
      entry.place,
      `"${entry.key}" is not a name: letters, digits, _ and -, without $. Write ${bare}: …`,
    );
    return [];
  });
}

function parseClassify(node: YamlNode, findings: Findings): Classify | undefined {
  const map = wantMap(node, 'classify', findings);
  if (map === undefined) return undefined;
  const entries = readKeys(map, ['table', 'by'], 'classify', findings);
  const table = entries.get('table');
  const by = entries.get('by');
  if (table === undefined || by === undefined) {
    findings.error(
      'KEY_MISSING',
      map.place,
      'classify needs a table and the values of its key columns: { table: api, by: [$service, .eventName] }.',
    );
    return undefined;
  }
  const name = wantText(table.value, 'table', findings);
  const values = listOf(by.value).map((value) => parseInput(value, findings));
  return name && { table: name.text, by: values, place: name.place };
}

function parseSwitch(node: YamlNode, findings: Findings): Switch | undefined {
  const map = wantMap(node, 'switch', findings);
  if (map === undefined) return undefined;
  const entries = readKeys(map, ['by', 'cases'], 'switch', findings);
  const by = entries.get('by');
  const cases = entries.get('cases');
  if (by === undefined || cases === undefined) {
    findings.error('KEY_MISSING', map.place, 'switch needs by: a value, and cases: { name: { set: … } }.');
    return undefined;
  }
  const parsed: Case[] = (wantMap(cases.value, 'cases', findings)?.entries ?? []).flatMap((entry) => {
    const block = wantMap(entry.value, 'a case', findings);
    const keys = ['let', 'match', 'classify', 'set', 'steps', 'switch'];
    return block
      ? {
          cell: parseCellKey(entry, findings),
          place: entry.place,
          rest: entry.key === '*',
          block: parseBlock(block, keys, 'a case', findings),
        }
      : [];
  });
  return { by: parseInput(by.value, findings), cases: parsed };
}

function parseStep(node: YamlNode, findings: Findings): Block | undefined {
  const map = wantMap(node, 'a step', findings);
  if (map === undefined) return undefined;
  return parseBlock(map, ['when', 'let', 'match', 'classify', 'set'], 'a step', findings);
}
