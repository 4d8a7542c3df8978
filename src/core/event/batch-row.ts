import { type Column, int64ToBigInt } from '../batch/column.ts';
import type { EventBatch } from '../batch/event-batch.ts';
import type { EventFields } from './document.ts';
import type { FieldValue } from './field-value.ts';

/** One row of a batch as a stored event would be read back; `event.original` is the record's text. */
export function batchRow(batch: EventBatch, row: number): EventFields & { readonly generation: number } {
  const fields: Record<string, FieldValue> = { 'event.original': String(columnValue(batch.raw, row)) };
  for (const [field, column] of batch.fields) {
    const value = columnValue(column, row);
    if (value !== undefined) fields[field] = value;
  }
  const object = batch.objects[batch.object[row]];
  return {
    object: object.id,
    offset: batch.offset[row],
    generation: object.generation,
    dataset: batch.dataset,
    time: int64ToBigInt(batch.time.words, row),
    fields,
  };
}

/** The value of a row, or undefined when it is absent. Bytes are read as UTF-8, wrong ones replaced. */
export function columnValue(column: Column, row: number): FieldValue | undefined {
  switch (column.kind) {
    case 'text':
      return column.ids[row] === 0 ? undefined : column.dictionary.text(column.ids[row]);
    case 'list': {
      const { ids, lists, dictionary } = column;
      const items = lists.items.subarray(lists.starts[ids[row]], lists.starts[ids[row] + 1]);
      return ids[row] === 0 ? undefined : Array.from(items, (id) => dictionary.text(id));
    }
    case 'int64':
      return column.present?.[row] === 0 ? undefined : int64ToBigInt(column.words, row);
    case 'double':
      return column.present?.[row] === 0 ? undefined : column.values[row];
    case 'boolean':
      return column.values[row] === 0 ? undefined : column.values[row] === 2;
    case 'bytes': {
      const start = column.starts[row];
      const end = row + 1 < column.starts.length ? column.starts[row + 1] - 4 : column.bytes.length;
      return new TextDecoder().decode(column.bytes.subarray(start, end));
    }
  }
}
