import type { Findings } from '../mapping/findings.ts';
import type { YamlMap, YamlNode } from '../mapping/yaml/yaml-node.ts';
import { entry, oneOf, scalarText, textList } from './read-header.ts';
import { type CountComparison, correlationTypes, type RuleHeader, type SigmaCorrelation } from './rule.ts';

const comparisonNames: readonly CountComparison[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The `correlation` of a document (Sigma correlation rules specification 2.1). */
export function readCorrelation(node: YamlNode, header: RuleHeader, findings: Findings): SigmaCorrelation | undefined {
  if (node.kind !== 'map') {
    findings.error('VALUE_INVALID', node.place, 'A correlation is a map with type, rules, group-by and timespan.');
    return undefined;
  }
  const type = oneOf(entry(node, 'type'), correlationTypes, 'type of correlation', findings);
  if (entry(node, 'type') === undefined) findings.error('KEY_MISSING', node.place, 'A correlation needs a type.');
  const rules = textList(entry(node, 'rules'), 'rules', findings);
  if (rules.length === 0) findings.error('KEY_MISSING', node.place, 'A correlation needs rules: ids or names.');
  const condition = readCountCondition(entry(node, 'condition'), findings);
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  if (type !== undefined && !temporal && condition.comparisons.length === 0) {
    findings.error('KEY_MISSING', node.place, `A ${type} needs a condition, such as "condition: { gte: 10 }".`);
  }
  return {
    ...header,
    kind: 'correlation',
    type: type ?? 'event_count',
    rules,
    groupBy: textList(entry(node, 'group-by'), 'group-by', findings),
    seconds: readTimespan(node, findings),
    ...condition,
    aliases: readAliases(entry(node, 'aliases'), findings),
  };
}

function readTimespan(map: YamlMap, findings: Findings): number {
  const node = entry(map, 'timespan');
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(scalarText(node) ?? '') ?? [];
  if (count !== undefined) return Number(count) * secondsOf[unit];
  findings.error(
    node ? 'VALUE_INVALID' : 'KEY_MISSING',
    (node ?? map).place,
    'A timespan is a number and s, m, h or d: 10m.',
  );
  return 0;
}

function readCountCondition(
  node: YamlNode | undefined,
  findings: Findings,
): Pick<SigmaCorrelation, 'comparisons' | 'valueFields'> {
  // Temporal correlations may have a condition over rule names, a text, which is not evaluated yet.
  if (node?.kind !== 'map') return { comparisons: [], valueFields: [] };
  const comparisons: { is: CountComparison; count: number }[] = [];
  for (const { key, value, place } of node.entries) {
    const is = comparisonNames.find((name) => name === key);
    const count = Number(scalarText(value) ?? Number.NaN);
    if (is !== undefined && Number.isFinite(count)) comparisons.push({ is, count });
    else if (key !== 'field' && key !== 'percentile') {
      findings.error('VALUE_INVALID', place, `Counts compare with ${comparisonNames.join(', ')} and a number.`);
    }
  }
  return { comparisons, valueFields: textList(entry(node, 'field'), 'field', findings) };
}

function readAliases(node: YamlNode | undefined, findings: Findings): SigmaCorrelation['aliases'] {
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  if (node === undefined) return aliases;
  if (node.kind !== 'map') {
    findings.error('VALUE_INVALID', node.place, 'Aliases are a map: alias, rule, field.');
    return aliases;
  }
  for (const { key, value } of node.entries) {
    const fields = value.kind === 'map' ? value.entries : [];
    aliases.set(key, new Map(fields.map((field) => [field.key, scalarText(field.value) ?? ''])));
  }
  return aliases;
}
