import { type Int64Column, int64ToBigInt } from '../../batch/column.ts';
import type { ColumnMemory } from '../../batch/column-memory.ts';
import { type Dictionary, ValueKind } from '../../batch/dictionary.ts';
import type { ObjectRef } from '../../batch/event-batch.ts';
import type { RecordBatch, RecordColumn } from '../../codecs/reader.ts';
import type { Input, Value } from '../target.ts';
import type { PairTables } from './pair-tables.ts';
import { isEmpty, keepLast, noValues, rowIds, type Slot } from './slot.ts';

/** What an operation may read that no target made: the record, its object, and what the caller knows of the source. */
export interface RecordInputs {
  readonly batch: RecordBatch;
  readonly objects: readonly ObjectRef[];
  /** `$source.zone`, `$cwl.…` when they are the same for the whole batch. */
  readonly constants: ReadonlyMap<Input, string>;
}

/** The slot of an input, or undefined when it is absent in every row. */
export function recordSlot(input: Input, from: RecordInputs, pairs: PairTables): Slot | undefined {
  const column = from.batch.columns.get(input);
  const numbers = from.batch.numbers.get(input);
  if (numbers !== undefined) return numbersSlot(numbers, column, from.batch);
  if (column !== undefined) return columnSlot(column, pairs, from.batch.memory);
  if (input === '$raw') return rawSlot(from.batch);
  if (input.startsWith('$object.')) return objectSlot(input.slice('$object.'.length), from, pairs);
  const constant = from.constants.get(input);
  return constant === undefined ? undefined : constantSlot(constant, from.batch, pairs);
}

/** A column of the reader, or undefined when no row has a value. */
export function columnSlot(column: RecordColumn, pairs: PairTables, columns: ColumnMemory): Slot | undefined {
  const { ids, dictionary, many, lists } = column;
  const one = keepLast((id) => valuesOf(dictionary, id));
  if (many === null) {
    if (dictionary.size === 0 || isEmpty(ids)) return undefined;
    return { source: dictionary, ids, size: dictionary.size, unique: dictionary.unique, dictionary, values: one };
  }
  const list = (id: number): readonly Value[] =>
    Array.from(lists.items.subarray(lists.starts[id], lists.starts[id + 1])).flatMap(one);
  if (dictionary.unique) {
    const values = (row: number) => (many[row] === 0 ? one(ids[row]) : list(many[row]));
    return { source: dictionary, ids: rowIds(ids.length, 0, columns), size: ids.length, unique: true, values };
  }
  const table = pairs.table(dictionary, listsOfColumn);
  const values = (id: number) => (table.second(id) === 0 ? one(table.first(id)) : list(table.second(id)));
  return {
    source: table,
    ids: table.index(ids, many, columns),
    size: table.size,
    unique: table.mostlyDistinct,
    values,
  };
}

/** Values that the reader keeps as numbers where they are plain ones, and as text where not. */
function numbersSlot(numbers: Int64Column, column: RecordColumn | undefined, { rows, memory }: RecordBatch): Slot {
  const values = (row: number): readonly Value[] => {
    if (numbers.present?.[row] !== 0) {
      return [{ text: String(int64ToBigInt(numbers.words, row)), kind: ValueKind.number }];
    }
    return column === undefined ? noValues : valuesOf(column.dictionary, column.ids[row]);
  };
  return { source: numbers, ids: rowIds(rows, 0, memory), size: rows, unique: true, values };
}

/** Stands for "the list ids beside this dictionary" as the second source of a pair. */
const listsOfColumn = {};

function valuesOf(dictionary: Dictionary, id: number): readonly Value[] {
  if (id === 0) return noValues;
  const kind = dictionary.kind(id);
  return kind === ValueKind.null ? noValues : [{ text: dictionary.text(id), kind }];
}

function rawSlot(batch: RecordBatch): Slot {
  const { bytes, starts } = batch.raw;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  const values = (row: number): readonly Value[] => {
    const start = starts[row];
    const length = view.getUint32(start - 4, true);
    return [{ text: decoder.decode(bytes.subarray(start, start + length)), kind: ValueKind.text }];
  };
  return { source: batch.raw, ids: rowIds(batch.rows, 0, batch.memory), size: batch.rows, unique: true, values };
}

function objectSlot(property: string, from: RecordInputs, pairs: PairTables): Slot | undefined {
  const table = new Uint32Array(from.objects.length);
  for (const [index, object] of from.objects.entries()) {
    const text = objectProperty(object, property);
    if (text !== undefined) table[index] = pairs.texts.put(text);
  }
  if (isEmpty(table)) return undefined;
  const ids = from.batch.memory.uint32(from.batch.rows);
  for (let row = 0; row < ids.length; row++) ids[row] = table[from.batch.object[row]];
  return isEmpty(ids) ? undefined : textSlot(ids, pairs.texts);
}

function objectProperty(object: ObjectRef, property: string): string | undefined {
  if (property === 'time') return object.time === undefined ? undefined : String(object.time);
  if (property === 'bucket' || property === 'key' || property === 'account' || property === 'region') {
    return object[property];
  }
  return undefined;
}

function constantSlot(text: string, { rows, memory }: RecordBatch, pairs: PairTables): Slot {
  return textSlot(memory.uint32(rows).fill(pairs.texts.put(text)), pairs.texts);
}

function textSlot(ids: Uint32Array, dictionary: Dictionary): Slot {
  const values = (id: number): readonly Value[] => (id === 0 ? noValues : [{ text: dictionary.text(id), kind: 0 }]);
  return { source: dictionary, ids, size: dictionary.size, unique: false, dictionary, values };
}
