import { ValueKind } from '../core/batch/dictionary.ts';
import { rowId } from '../core/batch/event-batch.ts';
import type { EventValue, FieldAccess } from '../core/query/field-access.ts';
import { recordPrefix } from '../core/query/field-types.ts';
import type { EventRow, FieldValue } from './engine.ts';
import type { OpenRecord } from './engine-options.ts';

/** What an engine needs of a stored row to answer any query about it. */
export type AccessibleRow = Omit<EventRow, 'generation'>;

/** A stored event as the evaluator sees it. The record is opened only when a query looks into it. */
export function rowAccess(row: AccessibleRow, openRecord: OpenRecord): FieldAccess {
  let record: FieldAccess | undefined;
  const opened = () => {
    record ??= openRecord(row.dataset, new TextEncoder().encode(String(row.fields['event.original'] ?? '')));
    return record;
  };
  return {
    values: (field) => (field.startsWith(recordPrefix) ? opened().values(field) : toValues(fieldOf(row, field))),
    keywords: () => opened().keywords(),
  };
}

/** A field of a row, with those that every event has: its time, and an id when the vendor gives none. */
export function fieldOf(row: AccessibleRow, field: string): FieldValue | undefined {
  if (field === '@timestamp') return row.time;
  if (Object.hasOwn(row.fields, field)) return row.fields[field];
  return field === 'event.id' ? rowId(row.object, row.offset) : undefined;
}

function toValues(value: FieldValue | undefined): readonly EventValue[] {
  if (value === undefined) return [];
  if (typeof value === 'object') return value.map((text) => ({ text, kind: ValueKind.text }));
  return [{ text: String(value), kind: kindOf(value) }];
}

function kindOf(value: string | bigint | number | boolean): ValueKind {
  if (typeof value === 'string') return ValueKind.text;
  return typeof value === 'boolean' ? ValueKind.boolean : ValueKind.number;
}
