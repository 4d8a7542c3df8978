import type { Findings } from '../mapping/findings.ts';
import type { YamlMap, YamlNode } from '../mapping/yaml/yaml-node.ts';
import { not, type Query } from '../query/ast.ts';
import { parseCondition } from './condition/parse-condition.ts';
import type { ModifierContext } from './modifiers/modifier.ts';
import { readDetection } from './read-detection.ts';
import { entry, scalarText } from './read-header.ts';
import { readLogsource } from './read-logsource.ts';
import type { RuleHeader, SigmaFilter } from './rule.ts';

const filterKeys: ReadonlySet<string> = new Set(['rules']);

/** The `filter` of a document (Sigma filters specification 2.1). */
export function readFilter(
  root: YamlMap,
  filter: YamlNode,
  { header, findings, context }: { header: RuleHeader; findings: Findings; context: ModifierContext },
): SigmaFilter | undefined {
  const logsource = readLogsource(root, findings);
  if (filter.kind !== 'map') {
    findings.error('VALUE_INVALID', filter.place, 'A filter is a map with rules, named searches and a condition.');
    return undefined;
  }
  const rules = readRuleNames(filter, findings);
  const { query, fields } = readDetection(filter, findings, { context, skip: filterKeys });
  const condition = entry(filter, 'condition');
  if (condition?.kind === 'list') {
    findings.error('VALUE_INVALID', condition.place, 'A filter has one condition: a text such as "selection".');
  }
  const suppressed = isKept(filter) ? not(query) : query;
  return { ...header, kind: 'filter', ...logsource, rules, query: suppressed, fields };
}

function readRuleNames(filter: YamlMap, findings: Findings): SigmaFilter['rules'] {
  const node = entry(filter, 'rules');
  if (scalarText(node)?.toLowerCase() === 'any') return 'any';
  const rules: { name: string; position: { line: number; column: number } }[] = [];
  for (const item of node?.kind === 'list' ? node.items : node === undefined ? [] : [node]) {
    const name = scalarText(item)?.trim();
    const { line, column } = item.place;
    if (name === undefined || name === '') findings.error('VALUE_INVALID', item.place, 'rules is a list of texts.');
    else rules.push({ name, position: { line, column } });
  }
  if (rules.length === 0) {
    const message = 'A filter needs rules: ids or names of rules, or "any" for all of its logsource.';
    findings.error('KEY_MISSING', (node ?? filter).place, message);
  }
  return rules;
}

/**
 * Whether the condition says what is kept, and not what is suppressed: when it is nothing but negations. The form of
 * the condition decides, so searches stand in it as words that are no negations themselves.
 */
function isKept(filter: YamlMap): boolean {
  const words = filter.entries.map(({ key }): [string, Query] => [
    key,
    { kind: 'keyword', test: { op: 'equals', value: key, cased: true } },
  ]);
  const searches = new Map(words.filter(([key]) => key !== 'condition' && !filterKeys.has(key)));
  return isNegation(parseCondition(scalarText(entry(filter, 'condition')) ?? '', searches).query);
}

function isNegation(query: Query): boolean {
  return query.kind === 'not' || ((query.kind === 'and' || query.kind === 'or') && query.of.every(isNegation));
}
