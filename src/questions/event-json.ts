import { rowId } from '../core/batch/event-batch.ts';
import type { FieldValue } from '../core/event/field-value.ts';
import { comparisonOf, recordPrefix } from '../core/query/field-types.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { fieldOf, rowAccess } from '../engines/row-access.ts';
import type { Content } from '../pipeline/content.ts';
import { openRecord } from '../pipeline/open-record.ts';
import { textOf } from '../timeline/event-store.ts';
import { sentenceOf } from '../timeline/sentence.ts';

/** A value as JSON has it: times as RFC 3339, whole numbers that a double cannot hold as their digits. */
export type JsonFieldValue = string | number | boolean | readonly string[];

/** An event in a list. */
export interface EventJson {
  readonly object: string;
  readonly offset: number;
  readonly id: string;
  readonly dataset: string;
  readonly time: string;
  /** What it says, in a few words of the log's own. */
  readonly sentence: string;
  /** By dotted name; absent ones have no key. */
  readonly fields: Readonly<Record<string, JsonFieldValue>>;
}

export function fieldJson(name: string, value: FieldValue, content: Content): JsonFieldValue {
  if (typeof value !== 'bigint') return value;
  if (comparisonOf(name, content.fieldTypes) === 'date') return formatTime(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** An event with these fields; `record.<path>` among them opens the record, which must have been read. */
export function eventJson(row: EventRow, fields: readonly string[], content: Content): EventJson {
  const { object, offset, dataset, time } = row;
  const shown: Record<string, JsonFieldValue> = {};
  for (const name of fields) {
    const value = name.startsWith(recordPrefix) ? recordValue(row, name, content) : fieldOf(row, name);
    if (value !== undefined) shown[name] = fieldJson(name, value, content);
  }
  return {
    object,
    offset,
    id: textOf(row.fields['event.id']) ?? rowId(object, offset),
    dataset,
    time: formatTime(time),
    sentence: sentenceOf(row),
    fields: shown,
  };
}

function recordValue(row: EventRow, name: string, content: Content): FieldValue | undefined {
  const values = rowAccess(row, recordReader(content)).values(name);
  return values.length > 1 ? values.map(({ text }) => text) : values[0]?.text;
}

const readers = new WeakMap<Content, ReturnType<typeof openRecord>>();

/** Opens vendor records; made once, since it remembers the reader of each log type. */
export function recordReader(content: Content): ReturnType<typeof openRecord> {
  const known = readers.get(content) ?? openRecord(content);
  readers.set(content, known);
  return known;
}
