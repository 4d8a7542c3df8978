import { type Column, int64ToBigInt } from '../batch/column.ts';
import { ValueKind } from '../batch/dictionary.ts';
import type { EventBatch } from '../batch/event-batch.ts';
import type { EventValue } from '../query/field-access.ts';
import { recordPrefix } from '../query/field-types.ts';
import { eventIds } from './event-ids.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The batch's column for a field or `record.<path>`; undefined when no row has a value. */
export function columnOfField(batch: EventBatch, field: string): Column | undefined {
  if (field === '@timestamp') return batch.time;
  if (field === 'event.id') return eventIds(batch);
  if (field === 'event.original') return batch.fields.get(field) ?? batch.raw;
  return field.startsWith(recordPrefix) ? batch.record.get(field.slice(recordPrefix.length)) : batch.fields.get(field);
}

/** The values of one row, as the evaluator sees them. */
export function columnValues(column: Column, row: number): readonly EventValue[] {
  switch (column.kind) {
    case 'text':
      return textValues(column.dictionary, [column.ids[row]]);
    case 'list': {
      const { starts, items } = column.lists;
      const list = column.ids[row];
      return list === 0 ? [] : textValues(column.dictionary, items.subarray(starts[list], starts[list + 1]));
    }
    case 'int64':
      if (isAbsent(column.present, row)) return [];
      return [{ text: int64ToBigInt(column.words, row).toString(), kind: ValueKind.number }];
    case 'double':
      if (isAbsent(column.present, row)) return [];
      return [{ text: String(column.values[row]), kind: ValueKind.number }];
    case 'boolean': {
      const value = column.values[row];
      return value === 0 ? [] : [{ text: value === 2 ? 'true' : 'false', kind: ValueKind.boolean }];
    }
    case 'bytes':
      return [{ text: decoder.decode(bytesOfRow(column, row)), kind: ValueKind.text }];
  }
}

/** The bytes of a row without the length before them. */
export function bytesOfRow({ bytes, starts }: Extract<Column, { kind: 'bytes' }>, row: number): Uint8Array {
  const start = starts[row];
  const length = bytes[start - 4] | (bytes[start - 3] << 8) | (bytes[start - 2] << 16) | (bytes[start - 1] << 24);
  return bytes.subarray(start, start + length);
}

function isAbsent(present: Uint8Array | null, row: number): boolean {
  return present !== null && present[row] === 0;
}

function textValues(
  dictionary: { text(id: number): string; kind(id: number): ValueKind },
  ids: ArrayLike<number>,
): readonly EventValue[] {
  const values: EventValue[] = [];
  for (let at = 0; at < ids.length; at++) {
    if (ids[at] !== 0) values.push({ text: dictionary.text(ids[at]), kind: dictionary.kind(ids[at]) });
  }
  return values;
}
