import { rowId } from '../batch/event-batch.ts';
import { type EcsField, type EcsType, ecsField, ecsVersion } from '../ecs/ecs.ts';
import { formatTime } from '../time/rfc3339.ts';
import type { FieldValue } from './field-value.ts';
import { parseExact } from './parse-exact.ts';

/** An event as fields by dotted name. */
export interface EventFields {
  /** Id of the object it was read from, and the byte offset there: its identity. */
  readonly object: string;
  readonly offset: number;
  readonly dataset: string;
  /** INT64 nanoseconds. */
  readonly time: bigint;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

export type DocumentValue = string | bigint | number | boolean | null | readonly DocumentValue[] | EventDocument;

/** A nested ECS object without a prototype. Absent fields have no key. */
export interface EventDocument {
  readonly [name: string]: DocumentValue;
}

/** Types of fields that are not ECS. */
export type VendorTypes = ReadonlyMap<string, Pick<EcsField, 'type' | 'array'>>;

interface Node {
  [name: string]: DocumentValue;
}

const objectTypes: ReadonlySet<EcsType> = new Set(['object', 'nested', 'flattened', 'geo_point']);

/** The event as one nested object, `@timestamp` first and the rest in order of their names. */
export function toDocument(event: EventFields, vendorTypes: VendorTypes = new Map()): EventDocument {
  const { fields, dataset, object, offset, time } = event;
  const all: Readonly<Record<string, FieldValue>> = {
    'event.id': rowId(object, offset),
    'event.module': dataset.split('.', 1)[0],
    ...fields,
    'event.dataset': dataset,
    'ecs.version': ecsVersion,
  };
  const document: Node = Object.create(null);
  document['@timestamp'] = formatTime(time);
  for (const name of Object.keys(all).sort()) {
    if (name !== '@timestamp') put(document, name, documentValue(all[name], vendorTypes.get(name) ?? ecsField(name)));
  }
  return document;
}

/** One line of JSON. Integers of any size are written as numbers, in full. */
export function formatDocument(value: DocumentValue): string {
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(formatDocument).join(',')}]`;
  return `{${Object.keys(value)
    .map((key) => `${JSON.stringify(key)}:${formatDocument(value[key])}`)
    .join(',')}}`;
}

function isList(value: readonly DocumentValue[] | EventDocument): value is readonly DocumentValue[] {
  return Array.isArray(value);
}

function documentValue(value: FieldValue, field: Pick<EcsField, 'type' | 'array'> | undefined): DocumentValue {
  if (typeof value === 'object') return value.map((item) => documentValue(item, field && { type: field.type }));
  if (field?.array === true) return [documentValue(value, { type: field.type })];
  if (field?.type === 'date' && typeof value === 'bigint') return formatTime(value);
  if (typeof value === 'string' && field !== undefined && objectTypes.has(field.type))
    return parseExact(value) ?? value;
  return value;
}

/**
 * Sets a dotted name as nested members. When a shorter name already holds a value (`a.b` beside `a.b.c`), the rest of the
 * longer one stays dotted, so that nothing is lost.
 */
function put(document: Node, name: string, value: DocumentValue): void {
  const parts = name.split('.');
  let node = document;
  for (let at = 0; at + 1 < parts.length; at++) {
    const child = node[parts[at]] ?? Object.create(null);
    if (typeof child !== 'object' || Array.isArray(child)) {
      node[parts.slice(at).join('.')] = value;
      return;
    }
    node[parts[at]] = child;
    node = child as Node;
  }
  node[parts[parts.length - 1]] = value;
}
