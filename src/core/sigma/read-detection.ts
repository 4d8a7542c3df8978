import type { Findings } from '../mapping/findings.ts';
import { didYouMean } from '../mapping/nearest.ts';
import { type Place, shiftPlace, type YamlEntry, type YamlMap, type YamlNode } from '../mapping/yaml/yaml-node.ts';
import { and, none, or, type Query } from '../query/ast.ts';
import { parseCondition } from './condition/parse-condition.ts';
import { type Item, plainItem } from './item.ts';
import { itemQuery } from './item-query.ts';
import type { ModifierContext } from './modifiers/modifier.ts';
import { modifiers } from './modifiers/modifiers.ts';
import { entry, scalarText } from './read-header.ts';
import type { Detection, Position } from './rule.ts';
import type { SigmaValue } from './value.ts';

interface Reading {
  readonly findings: Findings;
  readonly context: ModifierContext;
  readonly fields: Map<string, Position>;
}

/**
 * The named searches of a rule and its condition, as one query over the author's field names. `skip` are keys of the
 * map that are neither searches nor the condition.
 */
export function readDetection(
  map: YamlMap,
  findings: Findings,
  options: { readonly context: ModifierContext; readonly skip: ReadonlySet<string> },
): Detection {
  const reading: Reading = { findings, context: options.context, fields: new Map() };
  const searches = new Map<string, Query>();
  for (const { key, value } of map.entries) {
    if (key !== 'condition' && !options.skip.has(key)) searches.set(key, readSearch(value, reading));
  }
  if (searches.size === 0) findings.error('KEY_MISSING', map.place, 'A detection needs at least one named search.');
  return { query: readCondition(map, searches, findings), fields: reading.fields };
}

function readCondition(map: YamlMap, searches: ReadonlyMap<string, Query>, findings: Findings): Query {
  const node = entry(map, 'condition');
  const conditions = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  if (conditions.length === 0) {
    findings.error('KEY_MISSING', map.place, 'A detection needs a condition, such as "condition: selection".');
  }
  return or(
    conditions.map((item) => {
      const text = scalarText(item);
      if (item.kind !== 'scalar' || text === undefined) {
        findings.error('VALUE_INVALID', item.place, 'A condition is a text, such as "selection and not filter".');
        return none;
      }
      const { query, problems } = parseCondition(text, searches);
      for (const { at, message } of problems) {
        findings.error('RULE_CONDITION_SYNTAX', shiftPlace(item.textPlace, at), message);
      }
      return query;
    }),
  );
}

/** A map is all of its items, a list any of its members, a lone text a keyword. */
function readSearch(node: YamlNode, reading: Reading): Query {
  if (node.kind === 'map') {
    if (node.entries.length === 0)
      reading.findings.error('VALUE_INVALID', node.place, 'An empty search matches nothing.');
    return and(node.entries.map((item) => readItem(item, reading)));
  }
  if (node.kind === 'scalar') return finishItem(null, plainItem(readValues(node, reading)), node.place, reading);
  if (node.items.length === 0) reading.findings.error('VALUE_INVALID', node.place, 'An empty search matches nothing.');
  return or(
    node.items.map((item) => {
      if (item.kind !== 'list') return readSearch(item, reading);
      reading.findings.error('VALUE_INVALID', item.place, 'A list of searches has maps and texts, not lists.');
      return none;
    }),
  );
}

function readItem({ key, keyTextPlace, value }: YamlEntry, reading: Reading): Query {
  const [field, ...names] = key.split('|');
  if (field !== '' && !reading.fields.has(field)) reading.fields.set(field, position(keyTextPlace));
  let item: Item = plainItem(readValues(value, reading));
  let column = field.length + 1;
  for (const name of names) {
    const place = shiftPlace(keyTextPlace, column);
    column += name.length + 1;
    const modifier = modifiers.get(name);
    if (modifier === undefined) {
      const hint = didYouMean(name, modifiers.keys());
      reading.findings.error('RULE_MODIFIER_UNKNOWN', place, `Sigma 2.1 has no modifier "${name}".${hint}`);
      continue;
    }
    const changed = modifier.apply(item, reading.context);
    if (typeof changed === 'string') {
      const code = name === 'expand' ? 'RULE_PLACEHOLDER_UNKNOWN' : 'RULE_MODIFIER_INVALID';
      reading.findings.error(code, place, changed);
      return none;
    }
    item = changed;
  }
  return finishItem(field === '' ? null : field, item, value.place, reading);
}

function finishItem(field: string | null, item: Item, place: Place, reading: Reading): Query {
  if (item.groups.length === 0) return none;
  const query = itemQuery(field, item);
  if ('code' in query) {
    reading.findings.error(query.code, place, query.message);
    return none;
  }
  if (item.comparison.as === 'fieldref') {
    for (const value of item.groups.flat()) {
      if (value.kind === 'text' && !reading.fields.has(value.written))
        reading.fields.set(value.written, position(place));
    }
  }
  return query;
}

function readValues(node: YamlNode, reading: Reading): readonly SigmaValue[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  if (nodes.length === 0) reading.findings.error('VALUE_INVALID', node.place, 'The list has no values.');
  const values: SigmaValue[] = [];
  for (const item of nodes) {
    if (item.kind === 'scalar') values.push(item.isNull ? { kind: 'null' } : { kind: 'text', written: item.text });
    else reading.findings.error('VALUE_INVALID', item.place, 'A value is a text, a number, true, false or null.');
  }
  return values;
}

function position({ line, column }: Place): Position {
  return { line, column };
}
