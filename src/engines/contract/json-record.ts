import { ValueKind } from '../../core/batch/dictionary.ts';
import type { EventValue, FieldAccess } from '../../core/query/field-access.ts';
import { recordPrefix } from '../../core/query/field-types.ts';

/** Records of the suite: JSON objects, looked into with JSON.parse; paths are plain keys with points between. */
export function openJsonRecord(_dataset: string, raw: Uint8Array): FieldAccess {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw);
  const record = parse(text);
  return {
    values: (field) => lookUp(record, field.slice(recordPrefix.length).split('.')).flatMap(flatten).map(toValue),
    keywords: () => [text, ...leaves(record).map((leaf) => toValue(leaf).text)],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lookUp(value: unknown, path: readonly string[]): unknown[] {
  if (path.length === 0) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => lookUp(item, path));
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, path[0])) return [];
  return lookUp((value as Record<string, unknown>)[path[0]], path.slice(1));
}

function leaves(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [] : [value];
  return Object.values(value).flatMap(leaves);
}

function flatten(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

function toValue(value: unknown): EventValue {
  if (value === null) return { text: 'null', kind: ValueKind.null };
  if (typeof value === 'object') return { text: JSON.stringify(value), kind: ValueKind.json };
  const kind = typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number';
  return { text: String(value), kind: ValueKind[kind] };
}
