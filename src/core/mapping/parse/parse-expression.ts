import type { Expression, Member } from '../ast.ts';
import type { Findings } from '../findings.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../yaml/yaml-node.ts';
import { parseCellKey } from './parse-cell-key.ts';
import { parsePipe, parseThen } from './parse-pipe.ts';
import { parseTemplate } from './parse-template.ts';
import { listOf, readKeys, wantMap, wantText } from './read-keys.ts';

const sources = ['from', 'first', 'text', 'each'] as const;
const keys = [...sources, 'as', 'then', 'map'];

/** The value of a `set`, `let`, `from`, `by` …: a constant, a pipe, a list (all of them), or a map with one source. */
export function parseExpression(node: YamlNode, findings: Findings): Expression {
  if (node.kind === 'scalar') {
    return node.isNull ? { kind: 'null', place: node.place } : parsePipe(node.text, node.textPlace, findings);
  }
  if (node.kind === 'list') {
    return { kind: 'all', items: node.items.map((item) => parseExpression(item, findings)), place: node.place };
  }
  return parseMapForm(node, findings);
}

/** What something is chosen by, or taken from: a constant there is nearly always a path without its dot. */
export function parseInput(node: YamlNode, findings: Findings): Expression {
  const expression = parseExpression(node, findings);
  if (expression.kind === 'constant') {
    const { text, place } = expression;
    const path = /^[\w.-]+$/.test(text) ? `.${text}` : '.path';
    findings.error('VALUE_INVALID', place, `"${text}" is a constant here, the same for every record. Write ${path}.`);
  }
  return expression;
}

function parseMapForm(node: YamlMap, findings: Findings): Expression {
  const entries = readKeys(node, keys, 'an expression', findings);
  const given = sources.filter((source) => entries.has(source));
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none' : given.join(' and ');
    findings.error(
      'VALUE_INVALID',
      node.place,
      `an expression has exactly one of from, first, text, each; found ${found}.`,
    );
    return { kind: 'null', place: node.place };
  }
  let result = parseSource(given[0], entries, findings);
  const then = entries.get('then');
  if (then !== undefined) {
    const text = wantText(then.value, 'then', findings);
    if (text)
      result = { kind: 'pipe', from: result, calls: parseThen(text.text, text.textPlace, findings), place: node.place };
  }
  const map = entries.get('map');
  return map === undefined ? result : parseMapRows(result, map, findings);
}

function parseSource(
  source: (typeof sources)[number],
  entries: ReadonlyMap<string, YamlEntry>,
  findings: Findings,
): Expression {
  const { value, place } = entries.get(source)!;
  if (source === 'from') return parseInput(value, findings);
  if (source === 'first') {
    return { kind: 'first', options: listOf(value).map((item) => parseExpression(item, findings)), place };
  }
  if (source === 'each') return parseObjects(parseExpression(value, findings), entries, findings);
  const text = wantText(value, 'text', findings);
  return text ? parseTemplate(text.text, text.textPlace, findings) : { kind: 'null', place };
}

function parseObjects(from: Expression, entries: ReadonlyMap<string, YamlEntry>, findings: Findings): Expression {
  const as = entries.get('as');
  if (as === undefined) {
    findings.error(
      'KEY_MISSING',
      from.place,
      'each needs as: { name: .path, … }, the members of the objects it makes.',
    );
    return { kind: 'null', place: from.place };
  }
  const map = wantMap(as.value, 'as', findings);
  const members: Member[] =
    map?.entries.map((entry) => ({ name: entry.key, value: parseExpression(entry.value, findings) })) ?? [];
  return { kind: 'objects', from, members, place: from.place };
}

function parseMapRows(from: Expression, entry: YamlEntry, findings: Findings): Expression {
  const map = wantMap(entry.value, 'map', findings);
  const rows =
    map?.entries.map((row) => ({ cell: parseCellKey(row, findings), value: parseExpression(row.value, findings) })) ??
    [];
  return { kind: 'map', from, rows, place: entry.place };
}
