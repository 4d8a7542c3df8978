import { ValueKind } from '../batch/dictionary.ts';
import type { Codec } from '../logtype/logtype.ts';
import type { EventValue, FieldAccess } from '../query/field-access.ts';
import { recordPrefix } from '../query/field-types.ts';
import type { RecordShape } from './create-reader.ts';
import { type JsonNode, nodeText, parseJson } from './json/parse-json.ts';
import { resolvePath } from './json/resolve-path.ts';
import { parseSplit, type Split, splitCells } from './lines/split-cells.ts';
import { parsePath } from './path.ts';
import type { PathStep } from './reader.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** One record, opened. */
interface OpenedRecord {
  values(steps: readonly PathStep[]): readonly EventValue[];
  all(): Iterable<string>;
}

/**
 * Looks into one stored record: the bytes of a record → the values of `record.<path>`, the same that the codec's reader
 * gives, and what keywords look into. Lines of cells go by the mapping's names, because a stored line has lost its
 * heading. Bytes that are no record have no values.
 */
export function recordValues(codec: Codec, mapping: RecordShape = {}): (raw: Uint8Array) => FieldAccess {
  const steps = new Map<string, readonly PathStep[] | null>();
  const stepsOf = (field: string): readonly PathStep[] | null => {
    let known = steps.get(field);
    if (known === undefined) {
      const parsed = parsePath(`.${field.slice(recordPrefix.length)}`);
      known = parsed.ok ? parsed.steps : null;
      steps.set(field, known);
    }
    return known;
  };
  return (raw) => {
    let record: OpenedRecord | undefined;
    const opened = (): OpenedRecord => {
      record ??= openRecord(codec, mapping, raw);
      return record;
    };
    return {
      values(field) {
        const path = stepsOf(field);
        return path ? opened().values(path) : [];
      },
      *keywords() {
        yield utf8.decode(raw);
        yield* opened().all();
      },
    };
  };
}

function openRecord(codec: Codec, mapping: RecordShape, raw: Uint8Array): OpenedRecord {
  if (codec.kind === 'json') return openJson(raw);
  const line = utf8.decode(raw);
  if (codec.kind === 'lines') return openNamed(line, mapping.lines?.split(line) ?? new Map());
  return openNamed(line, namedCells(line, parseSplit(codec.split), mapping));
}

function namedCells(
  line: string,
  split: Split,
  { columns = [], columnCases }: RecordShape,
): ReadonlyMap<string, string> {
  const shared = splitCells(line, split, columns.length);
  const further = columnCases?.cases.get(shared.named[columnCases.by]);
  const names = further ? [...columns, ...further] : columns;
  const { named, rest } = further ? splitCells(line, split, names.length) : shared;
  const cells = named.map((cell, index): [string, string] => [names[index], cell]).filter(([name]) => name !== '_');
  return new Map(rest === null ? cells : [['more', rest], ...cells]);
}

function openJson(raw: Uint8Array): OpenedRecord {
  const record = parseJson(raw, 0, raw.length);
  if ('reason' in record) return { values: () => [], all: () => [] };
  return {
    values: (steps) => resolvePath(raw, record, steps).map((node) => ({ text: nodeText(raw, node), kind: node.kind })),
    all: () => leafTexts(raw, record),
  };
}

function* leafTexts(raw: Uint8Array, node: JsonNode): Iterable<string> {
  for (const element of node.elements ?? []) yield* leafTexts(raw, element);
  for (const { value } of node.members ?? []) yield* leafTexts(raw, value);
  if (node.kind !== ValueKind.json && node.kind !== ValueKind.null) yield nodeText(raw, node);
}

function openNamed(line: string, named: ReadonlyMap<string, string>): OpenedRecord {
  return {
    values(steps) {
      const text = steps.length === 0 ? line : named.get(memberName(steps));
      return text === undefined ? [] : [{ text, kind: ValueKind.text }];
    },
    all: () => named.values(),
  };
}

/** Names of lines' values have no levels: `.a.b` is the one called `a.b`. */
function memberName(steps: readonly PathStep[]): string {
  return steps.map((step) => ('key' in step ? step.key : '\n')).join('.');
}
