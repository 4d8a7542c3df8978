import type { Column, ListColumn, TextColumn } from '../batch/column.ts';
import { setInt64 } from '../batch/column.ts';
import { GrowingDictionary, ValueKind } from '../batch/dictionary.ts';
import type { EventBatch } from '../batch/event-batch.ts';
import type { EventValue, FieldAccess } from '../query/field-access.ts';

/** A value of a test event: bigint for INT64 fields, number for doubles; lists only of what JSON has. */
export type Plain = string | number | bigint | boolean | null | readonly (string | number | boolean | null)[];
export type PlainRow = Readonly<Record<string, Plain | undefined>>;

export interface Row {
  readonly access: FieldAccess;
}

/** Makes batches of plain events; dictionaries live as long as the maker, as those of a reader do. */
export function createBatchMaker(dataset: string): (rows: readonly PlainRow[]) => { batch: EventBatch; rows: Row[] } {
  const dictionaries = new Map<string, { dictionary: GrowingDictionary; lists: GrowingLists }>();
  const dictionaryOf = (field: string) => {
    const found = dictionaries.get(field) ?? { dictionary: new GrowingDictionary(), lists: new GrowingLists() };
    dictionaries.set(field, found);
    return found;
  };
  return (plain) => {
    const names = [...new Set(plain.flatMap((row) => Object.keys(row)))];
    const columns = names.map(
      (name) =>
        [
          name,
          columnOf(
            plain.map((row) => row[name]),
            dictionaryOf(name),
          ),
        ] as const,
    );
    const record = columns.filter(([name]) => name.startsWith('record.'));
    const batch: EventBatch = {
      dataset,
      mapping: 'test',
      rows: plain.length,
      time: { kind: 'int64', words: new Int32Array(2 * plain.length), present: null },
      fields: new Map(columns.filter(([name]) => !name.startsWith('record.'))),
      record: new Map(record.map(([name, column]) => [name.slice('record.'.length), column])),
      objects: [],
      object: new Uint32Array(plain.length),
      offset: new Float64Array(plain.length),
      length: new Uint32Array(plain.length),
      raw: rawColumn(plain.map(rawText)),
    };
    const rows = plain.map((row) => ({ access: accessOf(row) }));
    return { batch, rows };
  };
}

export function rawText(row: PlainRow): string {
  return JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

function accessOf(row: PlainRow): FieldAccess {
  return {
    values(field) {
      if (field === 'event.original') return [eventValue(rawText(row))];
      const value = row[field];
      const values = Array.isArray(value)
        ? value
        : value === undefined
          ? []
          : [value as Exclude<Plain, readonly unknown[]>];
      return values.map(eventValue);
    },
    keywords: () => [rawText(row)],
  };
}

function eventValue(value: string | number | bigint | boolean | null): EventValue {
  if (value === null) return { text: 'null', kind: ValueKind.null };
  if (typeof value === 'string') return { text: value, kind: ValueKind.text };
  if (typeof value === 'boolean') return { text: String(value), kind: ValueKind.boolean };
  return { text: String(value), kind: ValueKind.number };
}

class GrowingLists {
  starts = new Uint32Array([0, 0, 0]);
  items = new Uint32Array(0);
  size = 0;

  put(items: readonly number[]): number {
    this.size++;
    this.items = Uint32Array.from([...this.items, ...items]);
    const starts = new Uint32Array(this.size + 2);
    starts.set(this.starts.subarray(0, this.size + 1));
    starts[this.size + 1] = this.items.length;
    this.starts = starts;
    return this.size;
  }
}

function columnOf(
  values: readonly (Plain | undefined)[],
  { dictionary, lists }: { dictionary: GrowingDictionary; lists: GrowingLists },
): Column {
  const put = (value: string | number | boolean | null): number => {
    const { text, kind } = eventValue(value);
    return dictionary.put(text, kind);
  };
  const known = values.find((value) => value !== undefined);
  if (typeof known === 'bigint') return int64Of(values as readonly (bigint | undefined)[]);
  if (typeof known === 'number') return doubleOf(values as readonly (number | undefined)[]);
  if (values.some((value) => Array.isArray(value))) {
    const ids = values.map((value) =>
      value === undefined ? 0 : lists.put([value].flat().map((item) => put(item as string))),
    );
    return { kind: 'list', ids: Uint32Array.from(ids), lists, dictionary } satisfies ListColumn;
  }
  if (values.every((value) => value === undefined || typeof value === 'boolean')) {
    return { kind: 'boolean', values: Uint8Array.from(values, (value) => (value === undefined ? 0 : value ? 2 : 1)) };
  }
  const ids = values.map((value) => (value === undefined ? 0 : put(value as string)));
  return { kind: 'text', ids: Uint32Array.from(ids), dictionary } satisfies TextColumn;
}

function int64Of(values: readonly (bigint | undefined)[]): Column {
  const words = new Int32Array(2 * values.length);
  for (const [row, value] of values.entries()) setInt64(words, row, value ?? 0n);
  return { kind: 'int64', words, present: presence(values) };
}

function doubleOf(values: readonly (number | undefined)[]): Column {
  return { kind: 'double', values: Float64Array.from(values, (value) => value ?? 0), present: presence(values) };
}

function presence(values: readonly unknown[]): Uint8Array | null {
  return values.every((value) => value !== undefined)
    ? null
    : Uint8Array.from(values, (value) => (value === undefined ? 0 : 1));
}

/** Texts laid out as raw records are. */
export function rawColumn(texts: readonly string[]): EventBatch['raw'] {
  const raws = texts.map((text) => new TextEncoder().encode(text));
  const bytes = new Uint8Array(raws.reduce((sum, raw) => sum + raw.length + 4, 0));
  const starts = new Uint32Array(raws.length);
  let at = 0;
  for (const [row, raw] of raws.entries()) {
    new DataView(bytes.buffer).setUint32(at, raw.length, true);
    starts[row] = at + 4;
    bytes.set(raw, at + 4);
    at += raw.length + 4;
  }
  return { kind: 'bytes', bytes, starts };
}
