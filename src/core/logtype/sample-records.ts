import { ValueKind } from '../batch/dictionary.ts';
import { parsePath } from '../codecs/path.ts';
import type { RecordSplit } from '../mapping/compile/compile-mapping.ts';
import { type Data, isList, navigate } from '../mapping/value/data.ts';
import { parseJson } from '../mapping/value/parse-json.ts';
import type { Codec, LogTypeFiles } from './logtype.ts';

/** Records of the files below `samples/`, as far as they are not wrapped: enough to see which paths exist. */
export function sampleRecords({ files }: LogTypeFiles, codec: Codec, split: RecordSplit): Data[] {
  const samples = [...files].filter(([name]) => name.startsWith('samples/') && !/(?:expected\.json|\.md)$/.test(name));
  return samples.flatMap(([, text]) => recordsOf(text, codec, split));
}

function recordsOf(text: string, codec: Codec, split: RecordSplit): Data[] {
  if (codec.kind === 'json') return jsonRecords(text, codec.records);
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (codec.kind === 'lines') return lines.flatMap((line) => objectOf(split.lines?.split(line) ?? new Map()));
  const separator = separators[codec.split] ?? codec.split;
  const names = codec.header === 'first_line' ? lines.shift()?.split(separator) : split.columns;
  return lines.flatMap((line) => {
    const cells = line.split(separator);
    return objectOf(
      new Map((names ?? []).flatMap((name, i): [string, string][] => (i < cells.length ? [[name, cells[i]]] : []))),
    );
  });
}

const separators: Readonly<Record<string, string>> = { space: ' ', tab: '\t', csv: ',' };

/** One JSON text, or one a line; the elements of the envelope's list are the records. */
function jsonRecords(text: string, records: string | undefined): Data[] {
  const whole = parseJson(text);
  const values = whole === undefined ? text.split('\n').flatMap((line) => parseJson(line) ?? []) : [whole];
  const path = records === undefined ? undefined : parsePath(records);
  return values.flatMap((value) => {
    const inside = path?.ok ? navigate(value, path.steps) : [];
    return inside.length > 0 ? inside : isList(value) ? value : [value];
  });
}

function objectOf(values: ReadonlyMap<string, string>): Data[] {
  if (values.size === 0) return [];
  return [new Map([...values].map(([name, text]): [string, Data] => [name, { text, kind: ValueKind.text }]))];
}
