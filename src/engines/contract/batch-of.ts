import { type Column, type Int64Column, type ListTable, setInt64 } from '../../core/batch/column.ts';
import { GrowingDictionary } from '../../core/batch/dictionary.ts';
import type { EventBatch, ObjectRef } from '../../core/batch/event-batch.ts';
import type { FieldKind, FieldValue } from '../engine.ts';

/** An event of a test. `raw` is its record; JSON of nothing when absent. */
export interface SampleEvent {
  readonly object?: string;
  readonly offset: number;
  readonly generation?: number;
  readonly time: bigint;
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly raw?: string;
}

export const sampleObject = '0123456789abcdef01234567';

/** Events as the batch an engine is given. `kinds` says which columns there are; values of other fields are left out. */
export function batchOf(
  events: readonly SampleEvent[],
  kinds: Readonly<Record<string, FieldKind>>,
  dataset = 'test.events',
): EventBatch {
  const { objects, indexes } = objectsOf(events);
  const raws = events.map((event) => Buffer.from(event.raw ?? '{}'));
  const columns = Object.entries(kinds).map(([name, kind]): [string, Column] => {
    return [
      name,
      columnOf(
        kind,
        events.map((event) => event.fields?.[name]),
      ),
    ];
  });
  return {
    dataset,
    mapping: '1-abc',
    rows: events.length,
    time: int64Column(events.map((event) => event.time)),
    fields: new Map(columns.filter(([name]) => events.some((event) => event.fields?.[name] !== undefined))),
    record: new Map(),
    objects,
    object: Uint32Array.from(indexes),
    offset: Float64Array.from(events, (event) => event.offset),
    length: Uint32Array.from(raws, (raw) => raw.length),
    raw: bytesColumn(raws),
  };
}

function objectsOf(events: readonly SampleEvent[]): { objects: ObjectRef[]; indexes: number[] } {
  const objects: ObjectRef[] = [];
  const indexes = events.map(({ object: id = sampleObject, generation = 1 }) => {
    const known = objects.findIndex((object) => object.id === id && object.generation === generation);
    if (known >= 0) return known;
    return objects.push({ id, name: `s3://logs/${id}`, bucket: 'logs', key: id, generation }) - 1;
  });
  return { objects, indexes };
}

function columnOf(kind: FieldKind, values: readonly (FieldValue | undefined)[]): Column {
  switch (kind) {
    case 'text': {
      const dictionary = new GrowingDictionary();
      return {
        kind,
        ids: Uint32Array.from(values, (value) => (value === undefined ? 0 : dictionary.put(value as string))),
        dictionary,
      };
    }
    case 'list':
      return listColumn(values as readonly (readonly string[] | undefined)[]);
    case 'int64':
      return int64Column(values as readonly (bigint | undefined)[]);
    case 'double':
      return { kind, values: Float64Array.from(values, (value) => Number(value ?? 0)), present: presence(values) };
    case 'boolean':
      return { kind, values: Uint8Array.from(values, (value) => (value === undefined ? 0 : value === true ? 2 : 1)) };
    case 'bytes':
      return bytesColumn(values.map((value) => Buffer.from(String(value ?? ''), 'base64')));
  }
}

function int64Column(values: readonly (bigint | undefined)[]): Int64Column {
  const words = new Int32Array(values.length * 2);
  values.forEach((value, row) => {
    setInt64(words, row, value ?? 0n);
  });
  return { kind: 'int64', words, present: presence(values) };
}

function presence(values: readonly (FieldValue | undefined)[]): Uint8Array | null {
  return values.includes(undefined) ? Uint8Array.from(values, (value) => Number(value !== undefined)) : null;
}

function listColumn(values: readonly (readonly string[] | undefined)[]): Column {
  const dictionary = new GrowingDictionary();
  const [starts, items] = [[0, 0], [] as number[]];
  const ids = values.map((list) => {
    if (list === undefined) return 0;
    items.push(...list.map((text) => dictionary.put(text)));
    return starts.push(items.length) - 2;
  });
  const lists: ListTable = {
    starts: Uint32Array.from(starts),
    items: Uint32Array.from(items),
    size: starts.length - 2,
  };
  return { kind: 'list', ids: Uint32Array.from(ids), lists, dictionary };
}

function bytesColumn(values: readonly Uint8Array[]): Column & { kind: 'bytes' } {
  const bytes = Buffer.alloc(values.reduce((sum, value) => sum + value.length + 4, 0));
  const starts = new Uint32Array(values.length);
  let at = 0;
  values.forEach((value, row) => {
    bytes.writeUInt32LE(value.length, at);
    starts[row] = at + 4;
    bytes.set(value, at + 4);
    at += 4 + value.length;
  });
  return { kind: 'bytes', bytes, starts };
}
