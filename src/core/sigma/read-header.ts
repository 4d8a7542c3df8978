import type { Findings } from '../mapping/findings.ts';
import { didYouMean } from '../mapping/nearest.ts';
import type { YamlMap, YamlNode } from '../mapping/yaml/yaml-node.ts';
import { type JapaneseHeader, levels, type RuleHeader, statuses } from './rule.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Longest title, as the specification has it. */
const maxTitle = 256;

export function entry(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.find((candidate) => candidate.key === key)?.value;
}

/** The text of a scalar, or undefined where there is none or something else. */
export function scalarText(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && !node.isNull ? node.text : undefined;
}

/** A list of texts; a lone text is a list of one. Anything else among them is reported. */
export function textList(node: YamlNode | undefined, what: string, findings: Findings): readonly string[] {
  if (node === undefined || (node.kind === 'scalar' && node.isNull)) return [];
  const items = node.kind === 'list' ? node.items : [node];
  const texts: string[] = [];
  for (const item of items) {
    const text = scalarText(item);
    if (text === undefined) findings.error('VALUE_INVALID', item.place, `${what} is a list of texts.`);
    else texts.push(text);
  }
  return texts;
}

/** What a document says about itself. Problems are reported; the header is whole in any case. */
export function readHeader(map: YamlMap, findings: Findings): RuleHeader {
  const title = scalarText(entry(map, 'title'))?.trim();
  if (title === undefined || title === '') {
    findings.error('KEY_MISSING', map.place, 'A rule needs a title. Add "title: what the rule finds".');
  } else if (title.length > maxTitle) {
    findings.error('VALUE_INVALID', entry(map, 'title')!.place, `A title has at most ${maxTitle} characters.`);
  }
  return {
    title: title ?? '',
    name: scalarText(entry(map, 'name'))?.trim() ?? null,
    id: readId(entry(map, 'id'), findings),
    level: oneOf(entry(map, 'level'), levels, 'level', findings) ?? 'medium',
    status: oneOf(entry(map, 'status'), statuses, 'status', findings) ?? null,
    description: scalarText(entry(map, 'description')) ?? '',
    tags: textList(entry(map, 'tags'), 'tags', findings),
    falsePositives: textList(entry(map, 'falsepositives'), 'falsepositives', findings),
    references: textList(entry(map, 'references'), 'references', findings),
    response: scalarText(entry(map, 'response')) ?? '',
    ja: readJapanese(entry(map, 'ja'), findings),
    shownFields: textList(entry(map, 'fields'), 'fields', findings),
  };
}

function readJapanese(node: YamlNode | undefined, findings: Findings): JapaneseHeader | null {
  if (node === undefined) return null;
  const title = node.kind === 'map' ? scalarText(entry(node, 'title'))?.trim() : undefined;
  if (node.kind !== 'map' || title === undefined || title === '' || title.length > maxTitle) {
    findings.error('VALUE_INVALID', node.place, `ja has a title of at most ${maxTitle} characters, and a response.`);
    return null;
  }
  return { title, response: scalarText(entry(node, 'response')) ?? '' };
}

function readId(node: YamlNode | undefined, findings: Findings): string | null {
  if (node === undefined) return null;
  const id = scalarText(node);
  if (id === undefined || id.trim() === '') {
    findings.error('VALUE_INVALID', node.place, 'An id is a text, best a random UUID.');
    return null;
  }
  if (!uuid.test(id.trim())) {
    const message = `The id "${id.trim()}" is no UUID, as ids of Sigma are. Give the rule a random one, for example from uuidgen.`;
    findings.warning('VALUE_INVALID', node.place, message);
  }
  return id.trim();
}

/** The node's text as one of a few words, in any letter case. */
export function oneOf<T extends string>(
  node: YamlNode | undefined,
  allowed: readonly T[],
  what: string,
  findings: Findings,
): T | undefined {
  if (node === undefined) return undefined;
  const text = (scalarText(node) ?? '').toLowerCase();
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) {
    const hint = didYouMean(text, allowed);
    findings.error('VALUE_INVALID', node.place, `"${text}" is no ${what}; they are ${allowed.join(', ')}.${hint}`);
  }
  return found;
}
