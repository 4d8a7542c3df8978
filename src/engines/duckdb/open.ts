import { int64ToNumber } from '../../core/batch/column.ts';
import type { ByteDictionary } from '../../core/parquet/byte-dictionary.ts';
import type { ColumnSchema } from '../../core/parquet/metadata.ts';
import { readValue, type StoredValue } from '../../core/parquet/read-value.ts';
import type { ParquetFile } from '../../segments/parquet-file.ts';
import type { EventRow, FieldValue, LiveSegment, Snapshot } from '../engine.ts';
import { selectFields } from '../select-fields.ts';
import { deadName } from './live-rows.ts';
import { generationColumn, objectColumn, offsetColumn, ownColumns, rawColumn, timeColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';

/**
 * `Engine.open`: one event by identity, without SQL. Bounds and Bloom filters of `kushi.object` exclude nearly all other
 * segments, and of the right one only the pages are unpacked that hold the row.
 */
export async function open(
  storage: SegmentStorage,
  identity: { readonly object: string; readonly offset: number },
  snapshot: Snapshot,
): Promise<EventRow | null> {
  const id = Buffer.from(identity.object);
  for (const segment of snapshot.segments) {
    const file = await storage.files.open(segment.key);
    const dead = new Set(segment.dead.map(deadName));
    for (let group = 0; group < file.metadata.rowGroups.length; group++) {
      if (!(await file.mayHold(group, objectColumn, id))) continue;
      for (const row of await findRows(file, group, identity)) {
        const event = await readRow(file, { group, row }, segment);
        const isDead = dead.has(deadName({ object: event.object, generation: event.generation }));
        if (!isDead) return selectFields(event, undefined);
      }
    }
  }
  return null;
}

/** Rows of an identity in a row group: one for each generation that is in it. */
async function findRows(
  file: ParquetFile,
  group: number,
  { object, offset }: { object: string; offset: number },
): Promise<readonly number[]> {
  const objects = await file.keptColumn(group, objectColumn);
  const offsets = await file.keptColumn(group, offsetColumn);
  if (objects.kind !== 'text' || offsets.kind !== 'int64') return [];
  const id = idOf(objects.dictionary as ByteDictionary, object);
  const rows: number[] = [];
  if (id === 0) return rows;
  const low = offset | 0;
  for (let row = 0; row < objects.ids.length; row++) {
    if (objects.ids[row] !== id || offsets.words[2 * row] !== low) continue;
    if (int64ToNumber(offsets.words, row) === offset) rows.push(row);
  }
  return rows;
}

/** Object ids are hex digits, so their bytes are their characters. */
function idOf(dictionary: ByteDictionary, object: string): number {
  for (let id = 1; id <= dictionary.size; id++) {
    const start = dictionary.starts[id];
    if (dictionary.end(id) - start !== object.length) continue;
    let at = 0;
    while (at < object.length && dictionary.bytes[start + at] === object.charCodeAt(at)) at++;
    if (at === object.length) return id;
  }
  return 0;
}

interface RowPlace {
  readonly group: number;
  readonly row: number;
}

async function readRow(file: ParquetFile, place: RowPlace, segment: LiveSegment): Promise<EventRow> {
  const { columns } = file.metadata;
  const values = await Promise.all(columns.map((schema) => readField(file, schema, place)));
  const all = new Map(columns.map(({ name }, index) => [name, values[index]]));
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of all) {
    if (value === null || (ownColumns.has(name) && name !== rawColumn)) continue;
    fields[name] = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  }
  return {
    object: all.get(objectColumn) as string,
    offset: Number(all.get(offsetColumn)),
    generation: Number(all.get(generationColumn)),
    dataset: segment.dataset,
    time: all.get(timeColumn) as bigint,
    fields,
  };
}

async function readField(
  file: ParquetFile,
  schema: ColumnSchema,
  { group, row }: RowPlace,
): Promise<StoredValue | null> {
  const { dictionary, page, firstRow, endRow } = await file.pagesOfRow(group, schema.name, row);
  return readValue(schema, { dictionary, page, rows: endRow - firstRow }, row - firstRow);
}
