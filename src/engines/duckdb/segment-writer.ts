import type { Column } from '../../core/batch/column.ts';
import { accumulateEntities } from '../../core/entities/accumulate.ts';
import type { EntityTable } from '../../core/entities/entity-table.ts';
import { mergeEntities } from '../../core/entities/merge.ts';
import type { PageCodec } from '../../core/parquet/format.ts';
import type { ColumnSchema, StoredKind } from '../../core/parquet/metadata.ts';
import { putParquet } from '../../segments/put-parquet.ts';
import type { FieldKind, Segment } from '../engine.ts';
import { putSidecar } from './entity-sidecar.ts';
import { int64Column, objectColumn, ownColumns, timeColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { SegmentTally } from './segment-tally.ts';

/** A segment to be written. */
export interface NewSegment extends Pick<Segment, 'dataset' | 'day' | 'mapping' | 'level'> {
  /** Names the write; the same write tried again makes the same keys. */
  readonly write: string;
  readonly columns: readonly ColumnSchema[];
  readonly codec: PageCodec;
  /** Most rows of a row group; rows are spread evenly over as few as that allows. */
  readonly groupRows: number;
}

/** Rows that lie in memory together. */
export interface EventGroup {
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

/** Writes a segment and its sidecar, group after group, and describes it. Both are durable when it returns. */
export async function writeSegment(
  storage: SegmentStorage,
  segment: NewSegment,
  groups: AsyncIterable<EventGroup> | Iterable<EventGroup>,
): Promise<Segment> {
  const { dataset, day, mapping, level, columns, codec } = segment;
  const id = `${dataset}/${day}/${segment.write}`;
  const key = `${id}.parquet`;
  const entitiesKey = `${id}.entities.parquet`;
  const entities = storage.entities(dataset);
  const bloom = new Set(['event.id', objectColumn, ...entities.keys()]);
  const keyValues = new Map([
    ['kushi.dataset', dataset],
    ['kushi.mapping', mapping],
  ]);
  const tables: EntityTable[] = [];
  const tally = new SegmentTally();
  const options = { columns, codec, bloom, keyValues, workspace: storage.workspace };
  const bytes = await putParquet(storage.store, key, options, async (rowGroup) => {
    for await (const group of groups) {
      for (const rows of evenParts(group.rows, segment.groupRows)) await rowGroup(group.columns, rows);
      tally.add(group);
      const time = int64Column(group.columns, timeColumn);
      tables.push(accumulateEntities({ time, fields: group.columns }, group.rows, { entities, day }));
    }
  });
  storage.files.forget(key);
  await putSidecar(storage, entitiesKey, { table: mergeEntities(tables), dead: [] });
  const fields = Object.fromEntries(
    columns.filter(({ name }) => !ownColumns.has(name)).map(({ name, kind }) => [name, fieldKinds[kind]]),
  );
  return { id, dataset, day, key, entitiesKey, bytes, fields, mapping, level, ...tally.result() };
}

/** Cuts rows into as few parts as `most` allows, all of about one size. */
function evenParts(rows: Uint32Array, most: number): Uint32Array[] {
  const parts = Math.ceil(rows.length / most);
  const size = Math.ceil(rows.length / Math.max(1, parts));
  return Array.from({ length: parts }, (_, part) => rows.subarray(part * size, (part + 1) * size));
}
