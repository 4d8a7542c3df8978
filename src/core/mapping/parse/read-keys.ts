import type { Findings } from '../findings.ts';
import { didYouMean } from '../nearest.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/yaml-node.ts';

/** The entries of a map by key. A key that the map may not have is a problem with the nearest one that it may. */
export function readKeys(
  node: YamlMap,
  known: readonly string[],
  what: string,
  findings: Findings,
): ReadonlyMap<string, YamlEntry> {
  const entries = new Map<string, YamlEntry>();
  for (const entry of node.entries) {
    if (known.includes(entry.key)) entries.set(entry.key, entry);
    else {
      const hint = didYouMean(entry.key, known) || ` Keys here: ${known.join(', ')}.`;
      findings.error('KEY_UNKNOWN', entry.place, `${what} has no key "${entry.key}".${hint}`);
    }
  }
  return entries;
}

/** A map; a key with nothing behind it is an empty one. */
export function wantMap(node: YamlNode, what: string, findings: Findings): YamlMap | undefined {
  if (node.kind === 'map') return node;
  if (node.kind === 'scalar' && node.isNull) return { kind: 'map', entries: [], place: node.place };
  findings.error('VALUE_INVALID', node.place, `${what} must be a map of keys and values.`);
  return undefined;
}

export function wantText(node: YamlNode, what: string, findings: Findings): YamlScalar | undefined {
  if (node.kind === 'scalar' && !node.isNull) return node;
  findings.error('VALUE_INVALID', node.place, `${what} must be a text.`);
  return undefined;
}

/** A list, or one item that stands for a list of one. */
export function listOf(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'list' ? (node as YamlList).items : [node];
}

/** A text or a list of texts. */
export function wantTexts(node: YamlNode, what: string, findings: Findings): readonly YamlScalar[] {
  return listOf(node).flatMap((item) => wantText(item, what, findings) ?? []);
}
