import { type EcsType, ecsField } from '../ecs/ecs.ts';
import { createFindings, type Findings } from '../mapping/findings.ts';
import { didYouMean } from '../mapping/nearest.ts';
import { readKeys, wantMap, wantText, wantTexts } from '../mapping/parse/read-keys.ts';
import { readYaml } from '../mapping/yaml/read-yaml.ts';
import type { YamlEntry } from '../mapping/yaml/yaml-node.ts';
import type { Checked, VendorField, VendorFields } from './logtype.ts';

const types: readonly EcsType[] = [
  'keyword',
  'wildcard',
  'match_only_text',
  'long',
  'integer',
  'float',
  'double',
  'boolean',
  'date',
  'ip',
  'geo_point',
  'object',
  'nested',
  'flattened',
];

/** `fields.yml`: the vendor's own fields, and the paths of the record that rules may use. */
export function parseFields(source: { readonly file: string; readonly text: string }): Checked<VendorFields> {
  const findings = createFindings();
  const root = readYaml(source, findings);
  const map = root && wantMap(root, 'fields.yml', findings);
  const entries = map ? readKeys(map, ['fields', 'record'], 'fields.yml', findings) : new Map<string, YamlEntry>();
  const fields = entries.get('fields');
  const record = entries.get('record');
  const value: VendorFields = {
    fields: fields
      ? (wantMap(fields.value, 'fields', findings)?.entries ?? []).flatMap((entry) => parseField(entry, findings) ?? [])
      : [],
    record: record ? wantTexts(record.value, 'record', findings).map(({ text }) => text) : [],
  };
  const problems = findings.problems();
  return findings.failed ? { problems } : { value, problems };
}

function parseField(entry: YamlEntry, findings: Findings): VendorField | undefined {
  if (ecsField(entry.key) !== undefined) {
    findings.error('VALUE_INVALID', entry.place, `${entry.key} is an ECS field already. Remove this line.`);
    return undefined;
  }
  if (!/^[a-z][a-z0-9_]*(?:\.[a-z0-9_@-]+)+$/.test(entry.key)) {
    findings.error(
      'VALUE_INVALID',
      entry.place,
      `"${entry.key}" must begin with the vendor or platform, such as aws.bucket, in small letters.`,
    );
    return undefined;
  }
  const map = wantMap(entry.value, `${entry.key} ({ type: keyword, description: … })`, findings);
  return map && parseAttributes(entry, readKeys(map, ['type', 'array', 'description'], entry.key, findings), findings);
}

function parseAttributes(
  entry: YamlEntry,
  attributes: ReadonlyMap<string, YamlEntry>,
  findings: Findings,
): VendorField | undefined {
  const missing = ['type', 'description'].filter((key) => !attributes.has(key));
  if (missing.length > 0) {
    findings.error('KEY_MISSING', entry.place, `${entry.key} needs ${missing.join(' and ')}.`);
    return undefined;
  }
  const type = wantText(attributes.get('type')!.value, 'type', findings);
  const description = wantText(attributes.get('description')!.value, 'description', findings);
  const array = attributes.has('array') ? wantText(attributes.get('array')!.value, 'array', findings)?.text : 'false';
  if (type && !(types as readonly string[]).includes(type.text)) {
    findings.error(
      'VALUE_INVALID',
      type.place,
      `"${type.text}" is no type of a field.${didYouMean(type.text, types)} Types: ${types.join(', ')}.`,
    );
    return undefined;
  }
  if (array !== 'true' && array !== 'false') {
    findings.error('VALUE_INVALID', attributes.get('array')!.value.place, 'array is true or false.');
  }
  if (!type || !description) return undefined;
  return { name: entry.key, type: type.text as EcsType, array: array === 'true', description: description.text };
}
