import { ecsField } from '../ecs/ecs.ts';
import { ecsFields } from '../ecs/fields.gen.ts';
import { createFindings, type Findings } from '../mapping/findings.ts';
import { compileGlob } from '../mapping/glob.ts';
import { didYouMean } from '../mapping/nearest.ts';
import { listOf, readKeys, wantMap, wantText, wantTexts } from '../mapping/parse/read-keys.ts';
import { isZone } from '../mapping/time/zone.ts';
import { wrappers } from '../mapping/wrappers.ts';
import { readYaml } from '../mapping/yaml/read-yaml.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../mapping/yaml/yaml-node.ts';
import type { Checked, Logsource, LogTypeDefinition, RollUp } from './logtype.ts';
import { parseCodec } from './parse-codec.ts';
import { parseProbe } from './parse-probe.ts';

const keys = ['id', 'title', 'docs', 'version', 'codec', 'wrappers', 'route', 'sigma', 'entities', 'zone'];
const required = ['id', 'title', 'docs', 'version', 'codec', 'route'];

/** `logtype.yml`: what a log type is and how its bytes become records. `vendorFields` are those of fields.yml. */
export function parseLogType(
  source: { readonly file: string; readonly text: string },
  vendorFields: readonly string[] = [],
): Checked<LogTypeDefinition> {
  const findings = createFindings();
  const root = readYaml(source, findings);
  if (root === undefined && !findings.failed) {
    findings.error(
      'KEY_MISSING',
      { file: source.file, line: 1, column: 1 },
      `the file is empty. It needs ${required.join(', ')}.`,
    );
  }
  const map = root && wantMap(root, 'a log type', findings);
  const definition = map && parseRoot(map, vendorFields, findings);
  const problems = findings.problems();
  return findings.failed || definition === undefined ? { problems } : { value: definition, problems };
}

function parseRoot(map: YamlMap, vendorFields: readonly string[], findings: Findings): LogTypeDefinition {
  const entries = readKeys(map, keys, 'a log type', findings);
  const missing = required.filter((key) => !entries.has(key));
  if (missing.length > 0) findings.error('KEY_MISSING', map.place, `a log type needs ${missing.join(', ')}.`);
  const value = (key: string): YamlNode | undefined => entries.get(key)?.value;
  const texts = (key: string): string[] =>
    value(key) ? wantTexts(value(key)!, key, findings).map(({ text }) => text) : [];
  return {
    id: parseId(value('id'), findings),
    title: (value('title') && wantText(value('title')!, 'title', findings)?.text) ?? '',
    docs: texts('docs'),
    version: parseVersion(value('version'), findings),
    codec: parseCodec(value('codec'), findings),
    wrappers: parseWrappers(value('wrappers'), findings),
    route: parseRoute(value('route'), findings),
    sigma: parseSigma(value('sigma'), findings),
    entities: parseEntities(entries.get('entities'), vendorFields, findings),
    zone: parseZone(value('zone'), findings),
  };
}

/** The id is the value of event.dataset; its first part that of event.module. */
function parseId(node: YamlNode | undefined, findings: Findings): string {
  const scalar = node && wantText(node, 'id', findings);
  if (scalar && !/^[a-z][a-z0-9]*(?:\.[a-z][a-z0-9_]*)+$/.test(scalar.text)) {
    findings.error(
      'VALUE_INVALID',
      scalar.place,
      `id "${scalar.text}" must be vendor.log in small letters, such as aws.cloudtrail.`,
    );
  }
  return scalar?.text ?? '';
}

function parseVersion(node: YamlNode | undefined, findings: Findings): number {
  const scalar = node && wantText(node, 'version', findings);
  if (scalar === undefined) return 0;
  if (!/^[1-9]\d{0,8}$/.test(scalar.text)) {
    findings.error('VALUE_INVALID', scalar.place, 'version is a whole number from 1, raised when the output changes.');
  }
  return Number(scalar.text);
}

function parseWrappers(node: YamlNode | undefined, findings: Findings): string[] {
  const known = wrappers.map(({ name }) => name);
  const names = node ? wantTexts(node, 'wrappers', findings) : [];
  for (const { text, place } of names) {
    if (known.includes(text)) continue;
    findings.error(
      'WRAPPER_UNKNOWN',
      place,
      `no wrapper "${text}".${didYouMean(text, known) || ` Wrappers: ${known.join(', ')}.`}`,
    );
  }
  return names.map(({ text }) => text);
}

function parseRoute(node: YamlNode | undefined, findings: Findings): LogTypeDefinition['route'] {
  const map = node && wantMap(node, 'route', findings);
  if (map === undefined) return { key: [], probe: {} };
  const entries = readKeys(map, ['key', 'probe'], 'route', findings);
  const key = entries.get('key');
  const probe = entries.get('probe');
  if (probe === undefined)
    findings.error('KEY_MISSING', map.place, 'route needs a probe: what the first bytes look like, whatever the key.');
  const globs = key ? wantTexts(key.value, 'key', findings) : [];
  for (const glob of globs) compileGlob(glob.text, { path: true });
  return { key: globs.map(({ text }) => text), probe: probe ? parseProbe(probe.value, findings) : {} };
}

function parseSigma(node: YamlNode | undefined, findings: Findings): Logsource[] {
  if (node === undefined) return [];
  return listOf(node).flatMap((item) => parseLogsource(item, findings) ?? []);
}

function parseLogsource(node: YamlNode, findings: Findings): Logsource | undefined {
  const map = wantMap(node, 'a logsource', findings);
  if (map === undefined) return undefined;
  const parts = [...readKeys(map, ['product', 'service', 'category'], 'a logsource', findings)].map(
    ([key, { value }]): [string, string] => [key, wantText(value, key, findings)?.text ?? ''],
  );
  return Object.fromEntries(parts);
}

function parseEntities(
  entry: YamlEntry | undefined,
  vendorFields: readonly string[],
  findings: Findings,
): ReadonlyMap<string, RollUp> {
  const entities = new Map<string, RollUp>();
  for (const { key, value, place } of entry ? (wantMap(entry.value, 'entities', findings)?.entries ?? []) : []) {
    if (ecsField(key) === undefined && !vendorFields.includes(key)) {
      const hint = didYouMean(key, [...vendorFields, ...Object.keys(ecsFields)]);
      findings.error('FIELD_UNKNOWN', place, `"${key}" is neither an ECS field nor in fields.yml.${hint}`);
    }
    const text = wantText(value, 'a roll-up', findings)?.text;
    if (text === 'day' || text === 'action') entities.set(key, text);
    else if (text !== undefined) {
      findings.error(
        'VALUE_INVALID',
        value.place,
        `${key}: "${text}" is no roll-up. day: one row a day; action: one for each action too.`,
      );
    }
  }
  return entities;
}

function parseZone(node: YamlNode | undefined, findings: Findings): string {
  const scalar = node && wantText(node, 'zone', findings);
  if (scalar === undefined) return 'UTC';
  if (!isZone(scalar.text)) {
    findings.error(
      'VALUE_INVALID',
      scalar.place,
      `"${scalar.text}" is no time zone. Write a name such as Europe/Berlin, or an offset such as +09:00.`,
    );
  }
  return scalar.text;
}
