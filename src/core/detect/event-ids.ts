import type { Column, TextColumn } from '../batch/column.ts';
import { ValueKind } from '../batch/dictionary.ts';
import { type EventBatch, rowId } from '../batch/event-batch.ts';

/** A test of two fields asks for the column row by row. */
const known = new WeakMap<EventBatch, Column>();

/** `event.id` of every row: the vendor's, or the row's identity where the vendor gives none, as stored events have it. */
export function eventIds(batch: EventBatch): Column {
  const column = known.get(batch) ?? makeEventIds(batch);
  known.set(batch, column);
  return column;
}

function makeEventIds({ fields, rows, objects, object, offset }: EventBatch): Column {
  const given = fields.get('event.id');
  if (given !== undefined && (given.kind !== 'text' || !given.ids.includes(0))) return given;
  const text = (id: number): string => {
    const row = id - 1;
    const own = given?.ids[row] ?? 0;
    return given !== undefined && own !== 0 ? given.dictionary.text(own) : rowId(objects[object[row]].id, offset[row]);
  };
  const ids = Uint32Array.from({ length: rows }, (_, row) => row + 1);
  return {
    kind: 'text',
    ids,
    dictionary: { size: rows, unique: true, text, kind: () => ValueKind.text },
  } satisfies TextColumn;
}
