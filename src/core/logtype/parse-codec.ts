import { parsePath } from '../codecs/path.ts';
import type { Findings } from '../mapping/findings.ts';
import { didYouMean } from '../mapping/nearest.ts';
import { readKeys, wantMap, wantText } from '../mapping/parse/read-keys.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../mapping/yaml/yaml-node.ts';
import type { Codec } from './logtype.ts';

const codecs = ['json', 'lines', 'columns'];

/** `codec: json`, or a codec with its options: `codec: { json: { records: .Records.* } }`. */
export function parseCodec(node: YamlNode | undefined, findings: Findings): Codec {
  if (node === undefined) return { kind: 'json' };
  if (node.kind === 'scalar') return codecOf(node.text, undefined, node, findings);
  const map = wantMap(node, 'codec', findings);
  const [entry, ...others] = map?.entries ?? [];
  if (entry === undefined || others.length > 0) {
    findings.error('VALUE_INVALID', node.place, `codec is one of ${codecs.join(', ')}, with its options behind it.`);
    return { kind: 'json' };
  }
  const isEmpty = entry.value.kind === 'scalar' && entry.value.isNull;
  const options = isEmpty ? undefined : wantMap(entry.value, `the options of ${entry.key}`, findings);
  return codecOf(entry.key, options, node, findings);
}

function codecOf(name: string, options: YamlMap | undefined, node: YamlNode, findings: Findings): Codec {
  switch (name) {
    case 'json':
      return jsonCodec(options, findings);
    case 'lines':
      return linesCodec(options, findings);
    case 'columns':
      return columnsCodec(options, node, findings);
    default:
      findings.error(
        'CODEC_UNKNOWN',
        node.place,
        `no codec "${name}".${didYouMean(name, codecs) || ` Codecs: ${codecs.join(', ')}.`}`,
      );
      return { kind: 'json' };
  }
}

function jsonCodec(options: YamlMap | undefined, findings: Findings): Codec {
  const records = options && readKeys(options, ['records'], 'codec json', findings).get('records');
  const text = records && wantText(records.value, 'records', findings);
  if (text === undefined) return { kind: 'json' };
  const parsed = parsePath(text.text);
  if (!parsed.ok) findings.error('VALUE_INVALID', text.place, `${parsed.mistake.message}.`);
  return { kind: 'json', records: text.text };
}

function linesCodec(options: YamlMap | undefined, findings: Findings): Codec {
  const entries = options
    ? readKeys(options, ['comment', 'skip'], 'codec lines', findings)
    : new Map<string, YamlEntry>();
  const comment = entries.has('comment') ? wantText(entries.get('comment')!.value, 'comment', findings) : undefined;
  const skip = entries.has('skip') ? wantText(entries.get('skip')!.value, 'skip', findings) : undefined;
  if (skip && !/^\d{1,4}$/.test(skip.text)) findings.error('VALUE_INVALID', skip.place, 'skip is a number of lines.');
  return { kind: 'lines', ...(comment && { comment: comment.text }), ...(skip && { skip: Number(skip.text) }) };
}

function columnsCodec(options: YamlMap | undefined, node: YamlNode, findings: Findings): Codec {
  const entries = options
    ? readKeys(options, ['split', 'header'], 'codec columns', findings)
    : new Map<string, YamlEntry>();
  const split = entries.has('split') ? wantText(entries.get('split')!.value, 'split', findings) : undefined;
  const header = entries.has('header') ? wantText(entries.get('header')!.value, 'header', findings) : undefined;
  if (split === undefined)
    findings.error('KEY_MISSING', node.place, 'columns needs split: csv, tab, space or the separator itself.');
  if (header && header.text !== 'first_line' && header.text !== 'none') {
    findings.error('VALUE_INVALID', header.place, `header is first_line or none, not "${header.text}".`);
  }
  return {
    kind: 'columns',
    split: split?.text ?? 'space',
    header: header?.text === 'first_line' ? 'first_line' : 'none',
  };
}
