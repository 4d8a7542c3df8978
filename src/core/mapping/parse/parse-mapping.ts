import type { Mapping, TableSource } from '../ast.ts';
import type { Findings } from '../findings.ts';
import { parseTable, tableOfMap } from '../table/parse-table.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { YamlEntry, YamlMap } from '../yaml/yaml-node.ts';
import { blockKeys, parseBlock } from './parse-block.ts';
import { emptyRecord, parseRecord } from './parse-record.ts';
import { parseSteps } from './parse-reference.ts';
import { listOf, readKeys, wantMap, wantText, wantTexts } from './read-keys.ts';

/** The language's version, the value of `mapping:`. */
const languageVersion = '1';

const headKeys = ['mapping', 'use', 'extends', 'each', 'record', 'tables'];
const keys = [...headKeys, ...blockKeys];

/** `mapping.yml` as a tree, with all that is wrong with its form among the findings. */
export function parseMapping(
  source: { readonly file: string; readonly text: string },
  findings: Findings,
): Mapping | undefined {
  const root = readYaml(source, findings, new Set(['when']));
  if (root === undefined) {
    if (!findings.failed)
      findings.error(
        'KEY_MISSING',
        { file: source.file, line: 1, column: 1 },
        'the file is empty. It begins with mapping: 1.',
      );
    return undefined;
  }
  const map = wantMap(root, 'a mapping', findings);
  return map && parseRoot(map, findings);
}

function parseRoot(map: YamlMap, findings: Findings): Mapping {
  const entries = readKeys(map, keys, 'a mapping', findings);
  checkVersion(map, entries.get('mapping'), findings);
  const record = entries.get('record');
  return {
    place: map.place,
    use: useOf(entries.get('use'), findings),
    ...extendsOf(entries.get('extends'), findings),
    ...eachOf(entries.get('each'), findings),
    record: record ? parseRecord(record.value, findings) : emptyRecord,
    tables: tablesOf(entries.get('tables'), findings),
    block: parseBlock(blockPart(map), blockKeys, 'a mapping', findings),
  };
}

/** The entries of the root that make its block; the others are read, and complained about, by `parseRoot`. */
function blockPart(map: YamlMap): YamlMap {
  return { ...map, entries: map.entries.filter((entry) => (blockKeys as readonly string[]).includes(entry.key)) };
}

function checkVersion(map: YamlMap, entry: YamlEntry | undefined, findings: Findings): void {
  if (entry === undefined)
    findings.error('KEY_MISSING', map.place, 'the version of the language is missing. Write mapping: 1 on top.');
  else if (entry.value.kind !== 'scalar' || entry.value.text !== languageVersion) {
    findings.error('VALUE_INVALID', entry.value.place, `this Kushi reads mapping: ${languageVersion}.`);
  }
}

function useOf(entry: YamlEntry | undefined, findings: Findings): Mapping['use'] {
  if (entry === undefined) return [];
  return wantTexts(entry.value, 'use', findings).map(({ text, place }) => ({ name: text, place }));
}

function extendsOf(entry: YamlEntry | undefined, findings: Findings): Pick<Mapping, 'extends'> {
  const id = entry && wantText(entry.value, 'extends', findings);
  return id ? { extends: { id: id.text, place: id.place } } : {};
}

function eachOf(entry: YamlEntry | undefined, findings: Findings): Pick<Mapping, 'each'> {
  const path = entry && wantText(entry.value, 'each', findings);
  return path ? { each: parseSteps(path.text, path.textPlace, findings) } : {};
}

function tablesOf(entry: YamlEntry | undefined, findings: Findings): Mapping['tables'] {
  const tables = new Map<string, TableSource>();
  for (const item of entry ? (wantMap(entry.value, 'tables', findings)?.entries ?? []) : []) {
    const source = tableOf(item, findings);
    if (source) tables.set(item.key, source);
  }
  return tables;
}

function tableOf(item: YamlEntry, findings: Findings): TableSource | undefined {
  const { key, value } = item;
  if (value.kind === 'list') {
    findings.error('VALUE_INVALID', value.place, `table "${key}" is a text block (|) or a map of key: value.`);
    return undefined;
  }
  if (value.kind === 'scalar') {
    const table = parseTable(key, value.text, value.textPlace, findings);
    return table && { table, before: false };
  }
  const before = value.entries.length === 1 && value.entries[0].key === 'before' ? value.entries[0].value : undefined;
  if (before === undefined || before.kind !== 'scalar')
    return { table: tableOfMap(key, value, findings), before: false };
  const table = parseTable(key, before.text, before.textPlace, findings);
  return table && { table, before: true };
}

/** The named fragments of a file `fragments: { name: { set: … } }`. */
export function parseFragments(
  source: { readonly file: string; readonly text: string },
  findings: Findings,
): ReadonlyMap<string, Mapping['block']> {
  const root = readYaml(source, findings);
  const fragments = new Map<string, Mapping['block']>();
  const top = root && wantMap(root, 'the file of fragments', findings);
  const all = top && readKeys(top, ['fragments'], 'the file of fragments', findings).get('fragments');
  for (const entry of all
    ? listOf(all.value).flatMap((node) => wantMap(node, 'fragments', findings)?.entries ?? [])
    : []) {
    const map = wantMap(entry.value, 'a fragment', findings);
    if (map) fragments.set(entry.key, parseBlock(map, ['set'], `fragment "${entry.key}"`, findings));
  }
  return fragments;
}
