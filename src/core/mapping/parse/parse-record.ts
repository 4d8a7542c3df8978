import type { Nested, Pairs, RecordShape } from '../ast.ts';
import type { Findings } from '../findings.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../yaml/yaml-node.ts';
import { parsePatternItem } from './parse-match.ts';
import { parseThen } from './parse-pipe.ts';
import { parseSteps } from './parse-reference.ts';
import { listOf, readKeys, wantMap, wantText, wantTexts } from './read-keys.ts';

export const emptyRecord: RecordShape = { absent: [], text: [], pairs: [], nested: [] };

/** `record`: what the codec alone does not say. */
export function parseRecord(node: YamlNode, findings: Findings): RecordShape {
  const map = wantMap(node, 'record', findings);
  if (map === undefined) return emptyRecord;
  const entries = readKeys(map, ['absent', 'text', 'columns', 'pairs', 'nested', 'zone'], 'record', findings);
  const value = (key: string): YamlNode | undefined => entries.get(key)?.value;
  const items = (key: string): readonly YamlNode[] => (entries.has(key) ? listOf(value(key)!) : []);
  const zone = entries.get('zone');
  const nested = value('nested');
  const columns = value('columns');
  return {
    absent: items('absent').flatMap((item) => (item.kind === 'scalar' ? item.text : [])),
    text: items('text').flatMap((item) => parsePatternItem(item, findings) ?? []),
    ...(columns && parseColumns(columns, findings)),
    pairs: items('pairs').flatMap((item) => parsePairs(item, findings) ?? []),
    nested: nested ? parseNested(nested, findings) : [],
    ...(zone && parseZone(zone, findings)),
  };
}

/** `$source.zone` is what a source says anyway, so writing it down only documents that the log has no zone. */
function parseZone(entry: YamlEntry, findings: Findings): { zone?: string } {
  const zone = wantText(entry.value, 'zone', findings);
  return zone === undefined || zone.text === '$source.zone' ? {} : { zone: zone.text };
}

function parseColumns(node: YamlNode, findings: Findings): Pick<RecordShape, 'columns' | 'columnCases'> {
  if (node.kind !== 'map') return { columns: wantTexts(node, 'columns', findings).map((name) => name.text) };
  const entries = readKeys(node, ['by', 'shared', 'cases'], 'columns', findings);
  const shared = entries.get('shared');
  const columns = shared ? wantTexts(shared.value, 'shared', findings).map((name) => name.text) : [];
  const by = Number(wantText(entries.get('by')?.value ?? node, 'by', findings)?.text);
  if (!Number.isInteger(by) || by < 0 || by >= columns.length) {
    findings.error('VALUE_INVALID', node.place, 'by is the number of one of the shared columns, counted from 0.');
    return { columns };
  }
  const cases = wantMap(entries.get('cases')?.value ?? node, 'cases', findings)?.entries ?? [];
  const lists = cases.map((entry): [string, string[]] => [
    entry.key,
    wantTexts(entry.value, 'the columns of a case', findings).map((name) => name.text),
  ]);
  return { columns, columnCases: { by, cases: new Map(lists) } };
}

function parsePairs(node: YamlNode, findings: Findings): Pairs | undefined {
  const map = wantMap(node, 'pairs', findings);
  if (map === undefined) return undefined;
  const entries = readKeys(map, ['at', 'name', 'value', 'into'], 'pairs', findings);
  const missing = ['at', 'name', 'value'].filter((key) => !entries.has(key));
  if (missing.length > 0) {
    findings.error(
      'KEY_MISSING',
      map.place,
      `pairs needs ${missing.join(', ')}: { at: .Parameters, name: Name, value: Value }.`,
    );
    return undefined;
  }
  return pairsOf(map, entries, findings);
}

function pairsOf(map: YamlMap, entries: ReadonlyMap<string, YamlEntry>, findings: Findings): Pairs | undefined {
  const at = wantText(entries.get('at')!.value, 'at', findings);
  const name = wantText(entries.get('name')!.value, 'name', findings);
  const into = wantText(entries.get('into')?.value ?? at ?? map, 'into', findings);
  if (!at || !name || !into) return undefined;
  return {
    at: parseSteps(at.text, at.textPlace, findings),
    name: name.text,
    value: wantTexts(entries.get('value')!.value, 'value', findings).map((value) => value.text),
    into: parseSteps(into.text, into.textPlace, findings),
  };
}

function parseNested(node: YamlNode, findings: Findings): Nested[] {
  return (wantMap(node, 'nested', findings)?.entries ?? []).map((entry) => ({
    path: parseSteps(entry.key, entry.keyTextPlace, findings),
    calls: wantTexts(entry.value, 'nested', findings).flatMap((call) => parseThen(call.text, call.textPlace, findings)),
  }));
}
