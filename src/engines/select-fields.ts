import type { EventRow, FieldValue, SearchOptions } from './engine.ts';
import { fieldOf } from './row-access.ts';

/** A row with the fields that a search wants; every event has an `event.id`, the vendor's or our own. */
export function selectFields(row: EventRow, wanted: SearchOptions['fields']): EventRow {
  const names = wanted ?? [...new Set([...Object.keys(row.fields), 'event.id'])];
  const fields: Record<string, FieldValue> = {};
  for (const name of names) {
    const value = fieldOf(row, name);
    if (value !== undefined) fields[name] = value;
  }
  return { ...row, fields };
}
