import { parsePath } from '../codecs/path.ts';
import type { Findings } from '../mapping/findings.ts';
import { listOf, readKeys, wantMap, wantText, wantTexts } from '../mapping/parse/read-keys.ts';
import type { YamlNode } from '../mapping/yaml/yaml-node.ts';
import type { Probe } from './logtype.ts';

const keys = ['has', 'line', 'first_line', 'text', 'any', 'all'];

/** `probe`: what the first decoded bytes of an object look like. */
export function parseProbe(node: YamlNode, findings: Findings): Probe {
  const map = wantMap(node, 'probe', findings);
  if (map === undefined) return {};
  const entries = readKeys(map, keys, 'probe', findings);
  if (entries.size === 0) findings.error('VALUE_INVALID', map.place, `a probe has at least one of ${keys.join(', ')}.`);
  const glob = (key: string): string | undefined =>
    entries.has(key) ? wantText(entries.get(key)!.value, key, findings)?.text : undefined;
  const probes = (key: string): Probe[] | undefined =>
    entries.has(key) ? listOf(entries.get(key)!.value).map((item) => parseProbe(item, findings)) : undefined;
  const has = entries.get('has');
  const parts = {
    has: has && wantPaths(has.value, findings),
    line: glob('line'),
    firstLine: glob('first_line'),
    text: glob('text'),
    any: probes('any'),
    all: probes('all'),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

function wantPaths(node: YamlNode, findings: Findings): string[] {
  const texts = wantTexts(node, 'has', findings);
  for (const { text, place } of texts) {
    const parsed = parsePath(text);
    if (!parsed.ok) {
      const remedy = text.startsWith('.') ? '' : ` Write .${text}.`;
      findings.error('VALUE_INVALID', place, `${parsed.mistake.message}.${remedy}`);
    }
  }
  return texts.map(({ text }) => text);
}
