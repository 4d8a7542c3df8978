import type { Match, Pattern } from '../ast.ts';
import type { Findings } from '../findings.ts';
import type { YamlEntry, YamlNode } from '../yaml/yaml-node.ts';
import { parseInput } from './parse-expression.ts';
import { parseSet } from './parse-set.ts';
import { listOf, readKeys, wantMap, wantText } from './read-keys.ts';

/** `match: { from, patterns }`, or `{ from, by, table }` for a pattern table. */
export function parseMatch(node: YamlNode, findings: Findings): Match | undefined {
  const map = wantMap(node, 'match', findings);
  if (map === undefined) return undefined;
  const entries = readKeys(map, ['from', 'patterns', 'by', 'table'], 'match', findings);
  const from = entries.get('from');
  const patterns = entries.get('patterns');
  const table = entries.get('table');
  if (from === undefined || (patterns === undefined) === (table === undefined)) {
    findings.error(
      'KEY_MISSING',
      map.place,
      'match needs from: a value, and either patterns: [..] or table: a pattern table.',
    );
    return undefined;
  }
  return {
    from: parseInput(from.value, findings),
    place: map.place,
    patterns: patterns ? listOf(patterns.value).flatMap((item) => parsePatternItem(item, findings) ?? []) : [],
    ...(table && tableOf(table, entries.get('by'), findings)),
  };
}

function tableOf(entry: YamlEntry, by: YamlEntry | undefined, findings: Findings): Pick<Match, 'table'> {
  const name = wantText(entry.value, 'table', findings);
  if (name === undefined) return {};
  const keys = by ? listOf(by.value).map((value) => parseInput(value, findings)) : [];
  return { table: { name: name.text, by: keys, place: name.place } };
}

/** A pattern as text, or `{ pattern | regex, set }`. */
export function parsePatternItem(node: YamlNode, findings: Findings): Pattern | undefined {
  if (node.kind === 'scalar') return { kind: 'pattern', text: node.text, place: node.textPlace, set: [] };
  const map = wantMap(node, 'a pattern', findings);
  if (map === undefined) return undefined;
  const entries = readKeys(map, ['pattern', 'regex', 'set'], 'a pattern', findings);
  const kinds = (['pattern', 'regex'] as const).filter((kind) => entries.has(kind));
  if (kinds.length !== 1) {
    findings.error('VALUE_INVALID', map.place, 'an item of patterns has either pattern: or regex:.');
    return undefined;
  }
  const text = wantText(entries.get(kinds[0])!.value, kinds[0], findings);
  const set = entries.get('set');
  return (
    text && { kind: kinds[0], text: text.text, place: text.textPlace, set: set ? parseSet(set.value, findings) : [] }
  );
}
