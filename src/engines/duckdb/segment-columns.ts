import type { Column, Int64Column, TextColumn } from '../../core/batch/column.ts';
import { GrowingDictionary } from '../../core/batch/dictionary.ts';
import type { EventBatch } from '../../core/batch/event-batch.ts';
import { readUint32 } from '../../core/parquet/byte-buffer.ts';
import { corrupt } from '../../core/parquet/corrupt.ts';
import type { ColumnSchema, StoredKind } from '../../core/parquet/metadata.ts';
import { validText } from './valid-text.ts';

/** Columns every segment has beside its fields: when, and which row of which object in which write this is. */
export const timeColumn = '@timestamp';
export const objectColumn = 'kushi.object';
export const offsetColumn = 'kushi.offset';
export const generationColumn = 'kushi.generation';
/** The raw record, text; empty in datasets that keep none. */
export const rawColumn = 'event.original';

/** A batch as the columns of a segment. The raw record comes last, so that all others are read in one piece. */
export function segmentColumns(batch: EventBatch): Map<string, Column> {
  const columns = new Map<string, Column>([[timeColumn, batch.time]]);
  for (const [name, column] of batch.fields) columns.set(name, column);
  columns.set(timeColumn, batch.time);
  columns.set(objectColumn, objectIds(batch));
  columns.set(offsetColumn, offsets(batch.offset));
  columns.set(generationColumn, generations(batch));
  columns.delete(rawColumn);
  columns.set(rawColumn, validText(batch.raw));
  return columns;
}

/** Columns that are no fields: every segment has them. */
export const ownColumns: ReadonlySet<string> = new Set([
  timeColumn,
  objectColumn,
  offsetColumn,
  generationColumn,
  rawColumn,
]);

const requiredNumbers: ReadonlySet<string> = new Set([timeColumn, offsetColumn, generationColumn]);

/** How the columns that have a value in any of the rows are stored. */
export function storedColumns(
  columns: ReadonlyMap<string, Column>,
  rows: Uint32Array,
  isTime: (field: string) => boolean,
): ColumnSchema[] {
  const stored = [...columns].filter(([name, column]) => ownColumns.has(name) || hasValue(column, rows));
  return stored.map(([name, column]) => {
    const required = column.kind === 'bytes' || requiredNumbers.has(name);
    return { name, kind: storedKind(name, column, isTime), required };
  });
}

function storedKind(name: string, column: Column, isTime: (field: string) => boolean): StoredKind {
  if (column.kind === 'bytes') return name === rawColumn ? 'raw' : 'bytes';
  if (column.kind === 'int64') return name === timeColumn || isTime(name) ? 'time' : 'int64';
  return column.kind;
}

function hasValue(column: Column, rows: Uint32Array): boolean {
  switch (column.kind) {
    case 'text':
    case 'list':
      return rows.some((row) => column.ids[row] !== 0);
    case 'int64':
    case 'double':
      return column.present === null || rows.some((row) => column.present?.[row] !== 0);
    case 'boolean':
      return rows.some((row) => column.values[row] !== 0);
    case 'bytes':
      return rows.some((row) => readUint32(column.bytes, column.starts[row] - 4) !== 0);
  }
}

function objectIds({ objects, object }: EventBatch): TextColumn {
  const dictionary = new GrowingDictionary();
  const ids = objects.map(({ id }) => dictionary.put(id));
  return { kind: 'text', ids: object.map((index) => ids[index]), dictionary };
}

function offsets(values: Float64Array): Int64Column {
  const words = new Int32Array(values.length * 2);
  for (let row = 0; row < values.length; row++) {
    words[2 * row] = values[row] | 0;
    words[2 * row + 1] = Math.floor(values[row] / 4294967296);
  }
  return { kind: 'int64', words, present: null };
}

function generations({ objects, object }: EventBatch): Int64Column {
  const words = new Int32Array(object.length * 2);
  for (let row = 0; row < object.length; row++) words[2 * row] = objects[object[row]].generation;
  return { kind: 'int64', words, present: null };
}

/** A column that every segment has, as the kind it is stored as. Fails with STORAGE_CORRUPT when it is another. */
export function int64Column(columns: ReadonlyMap<string, Column>, name: string): Int64Column {
  const column = columns.get(name);
  if (column?.kind !== 'int64') throw corrupt(`its column ${name} is no number`);
  return column;
}

export function textColumn(columns: ReadonlyMap<string, Column>, name: string): TextColumn {
  const column = columns.get(name);
  if (column?.kind !== 'text') throw corrupt(`its column ${name} is no text`);
  return column;
}
