import type { Column } from '../../core/batch/column.ts';
import { accumulateEntities, actionField } from '../../core/entities/accumulate.ts';
import type { ColumnSchema, StoredKind } from '../../core/parquet/metadata.ts';
import { type PutParquet, putParquet } from '../../segments/put-parquet.ts';
import type { FieldKind, Segment } from '../engine.ts';
import { putSidecar } from './entity-sidecar.ts';
import { generationColumn, int64Column, objectColumn, ownColumns, timeColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { tallyRows } from './segment-tally.ts';

/** A segment to be written. */
export interface NewSegment extends Pick<Segment, 'dataset' | 'day' | 'mapping' | 'level'> {
  /** Names the write; the same write tried again makes the same keys. */
  readonly write: string;
  readonly columns: readonly ColumnSchema[];
}

/** Rows, in an order, and columns that they have. */
export interface EventRows {
  readonly columns: ReadonlyMap<string, Column>;
  readonly rows: Uint32Array;
}

const fieldKinds: Readonly<Record<StoredKind, FieldKind>> = {
  text: 'text',
  list: 'list',
  int64: 'int64',
  time: 'int64',
  double: 'double',
  boolean: 'boolean',
  bytes: 'bytes',
  raw: 'bytes',
};

/**
 * Writes a segment and its sidecar, and describes it. `put` writes the rows and returns them with at least the columns
 * that the catalog and the entity index are made of (`countedColumns`). Both files are durable when it returns.
 */
export async function writeSegment(
  storage: SegmentStorage,
  segment: NewSegment,
  put: (file: PutParquet) => Promise<EventRows>,
): Promise<Segment> {
  const { dataset, day, mapping, level, columns } = segment;
  const id = `${dataset}/${day}/${segment.write}`;
  const key = `${id}.parquet`;
  const entitiesKey = `${id}.entities.parquet`;
  const entities = storage.entities(dataset);
  const bloom = new Set(['event.id', objectColumn, ...entities.keys()]);
  const keyValues = new Map([
    ['kushi.dataset', dataset],
    ['kushi.mapping', mapping],
  ]);
  const { codec, workspace } = storage;
  const written: EventRows[] = [];
  const bytes = await putParquet(storage.store, key, { columns, codec, bloom, keyValues, workspace }, async (file) => {
    written.push(await put(file));
  });
  storage.files.forget(key);
  const [{ columns: counted, rows }] = written;
  const time = int64Column(counted, timeColumn);
  const table = accumulateEntities({ time, fields: counted }, rows, { entities, day });
  await putSidecar(storage, entitiesKey, { table, dead: [] });
  const fields = Object.fromEntries(
    columns.filter(({ name }) => !ownColumns.has(name)).map(({ name, kind }) => [name, fieldKinds[kind]]),
  );
  return {
    id,
    dataset,
    day,
    key,
    entitiesKey,
    bytes,
    fields,
    mapping,
    level,
    ...tallyRows({ columns: counted, rows }),
  };
}

/** Names of the columns that are looked at when a segment of a dataset is described. */
export function countedColumns(storage: SegmentStorage, dataset: string): ReadonlySet<string> {
  return new Set([timeColumn, objectColumn, generationColumn, actionField, ...storage.entities(dataset).keys()]);
}

/** Cuts rows into as few parts as `most` allows, all of about one size. */
export function evenParts(rows: Uint32Array, most: number): Uint32Array[] {
  const parts = Math.ceil(rows.length / most);
  const size = Math.ceil(rows.length / Math.max(1, parts));
  return Array.from({ length: parts }, (_, part) => rows.subarray(part * size, (part + 1) * size));
}
