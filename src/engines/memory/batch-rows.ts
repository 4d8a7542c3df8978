import type { BytesColumn, Column } from '../../core/batch/column.ts';
import { int64ToBigInt } from '../../core/batch/column.ts';
import type { EventBatch } from '../../core/batch/event-batch.ts';
import type { EventRow, FieldValue } from '../engine.ts';

/** A batch as rows, the raw record among their fields as `event.original`. Absent fields have no key. */
export function batchRows(batch: EventBatch): readonly EventRow[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const object = batch.objects[batch.object[row]];
    const fields: Record<string, FieldValue> = { 'event.original': decode(batch.raw, row, batch.length[row]) };
    for (const [name, column] of batch.fields) {
      const value = columnValue(column, row);
      if (value !== undefined) fields[name] = value;
    }
    return {
      object: object.id,
      offset: batch.offset[row],
      generation: object.generation,
      dataset: batch.dataset,
      time: int64ToBigInt(batch.time.words, row),
      fields,
    };
  });
}

function columnValue(column: Column, row: number): FieldValue | undefined {
  switch (column.kind) {
    case 'text':
      return column.ids[row] === 0 ? undefined : column.dictionary.text(column.ids[row]);
    case 'list': {
      const list = column.ids[row];
      const ids = column.lists.items.subarray(column.lists.starts[list], column.lists.starts[list + 1]);
      return list === 0 ? undefined : Array.from(ids, (id) => column.dictionary.text(id));
    }
    case 'int64':
      return column.present?.[row] === 0 ? undefined : int64ToBigInt(column.words, row);
    case 'double':
      return column.present?.[row] === 0 ? undefined : column.values[row];
    case 'boolean':
      return column.values[row] === 0 ? undefined : column.values[row] === 2;
    case 'bytes':
      return base64(column, row);
  }
}

/** The length of row `row` of a bytes column stands before its bytes, as in a Parquet page. */
function base64(column: BytesColumn, row: number): string {
  const start = column.starts[row];
  const length = new DataView(column.bytes.buffer, column.bytes.byteOffset).getUint32(start - 4, true);
  return Buffer.from(column.bytes.buffer, column.bytes.byteOffset + start, length).toString('base64');
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decode(raw: BytesColumn, row: number, length: number): string {
  return decoder.decode(raw.bytes.subarray(raw.starts[row], raw.starts[row] + length));
}
