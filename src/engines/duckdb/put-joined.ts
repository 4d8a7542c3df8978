import type { Column } from '../../core/batch/column.ts';
import type { ColumnMemory } from '../../core/batch/column-memory.ts';
import type { ColumnSchema } from '../../core/parquet/metadata.ts';
import type { PutParquet } from '../../segments/put-parquet.ts';
import { joinColumn } from './join-column.ts';
import { columnKind } from './joined-schema.ts';
import type { SourceGroup, Sources } from './live-sources.ts';
import { putRecords } from './put-records.ts';
import type { SegmentStorage } from './segment-storage.ts';
import { type EventRows, evenParts } from './segment-writer.ts';

/** How much of a merge lies in memory. */
export interface JoinRoom {
  /** Bytes of a column, before compression, that are joined at once. */
  readonly columnBytes: number;
  /** Raw records of a row group that wait in memory; those before them wait on the disk. */
  readonly bucketBytes: number;
}

export const defaultRoom: JoinRoom = { columnBytes: 64 << 20, bucketBytes: 1 << 17 };

export interface JoinedRows {
  readonly columns: readonly ColumnSchema[];
  /** Numbers of the live rows, in the order to be written. */
  readonly order: Uint32Array;
  readonly groupRows: number;
  /** Names of the columns to be returned, and where their memory is. */
  readonly kept: ReadonlySet<string>;
  readonly memory: ColumnMemory;
  /** Tells this merge from others at the same time. */
  readonly name: string;
  readonly room: JoinRoom;
}

/** A column to be written: its rows by row group, and where each live row goes. */
export interface JoinedColumn {
  readonly schema: ColumnSchema;
  readonly groups: readonly Uint32Array[];
  readonly places: Uint32Array;
}

/**
 * Writes the rows of sources in a given order, column by column: memory holds one column of all rows, or the raw records
 * of one row group. Pages of the sources are unpacked once, but for columns too large to be joined at once.
 */
export async function putJoined(
  storage: SegmentStorage,
  file: PutParquet,
  sources: Sources,
  { columns, order, groupRows, kept, memory, name, room }: JoinedRows,
): Promise<EventRows> {
  const groups = evenParts(order, groupRows);
  const places = placesOf(order);
  const keptColumns = new Map<string, Column>();
  for (const schema of columns) {
    const column = { schema, groups, places };
    if (columnKind(schema.kind) === 'bytes') await putRecords(storage, file, sources, { ...column, name, room });
    else if (kept.has(schema.name))
      keptColumns.set(schema.name, await putKept(storage, file, sources, { ...column, memory }));
    else await putColumn(storage, file, sources, { ...column, most: room.columnBytes });
  }
  return { columns: keptColumns, rows: order };
}

function placesOf(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]] = place;
  return places;
}

async function putKept(
  storage: SegmentStorage,
  file: PutParquet,
  { groups: sources, rows }: Sources,
  { schema, groups, memory }: JoinedColumn & { readonly memory: ColumnMemory },
): Promise<Column> {
  const column = await joinColumn(schema, sources, { rows, memory, sourceMemory: storage.memory.sources });
  for (const [group, order] of groups.entries()) await file.chunk(group, schema.name, column, order);
  return column;
}

async function putColumn(
  { memory: pools }: SegmentStorage,
  file: PutParquet,
  { groups: sources, rows: all }: Sources,
  { schema, groups, places, most }: JoinedColumn & { readonly most: number },
): Promise<void> {
  const share = Math.min(1, most / Math.max(1, bytesOf(schema, sources)));
  const atOnce = Math.max(1, Math.floor(groups.length * share));
  for (let first = 0; first < groups.length; first += atOnce) {
    const some = groups.slice(first, first + atOnce);
    const isAll = some.length === groups.length;
    const memory = pools.columns.open();
    const taken = isAll ? { sources, order: null, rows: all } : takeRows(sources, places, rangeOf(groups, first, some));
    const column = await joinColumn(schema, taken.sources, {
      rows: taken.rows,
      memory,
      sourceMemory: pools.sources,
    });
    let at = 0;
    for (const [index, order] of some.entries()) {
      const rows = taken.order === null ? order : taken.order.subarray(at, at + order.length);
      await file.chunk(first + index, schema.name, column, rows);
      at += order.length;
    }
    memory.close();
  }
}

function bytesOf({ name }: ColumnSchema, sources: readonly SourceGroup[]): number {
  let bytes = 0;
  for (const { file, group } of sources)
    bytes += file.metadata.rowGroups[group].chunks.get(name)?.uncompressedBytes ?? 0;
  return bytes;
}

/** Places `[start, end)`. */
interface PlaceRange {
  readonly start: number;
  readonly end: number;
}

function rangeOf(groups: readonly Uint32Array[], first: number, some: readonly Uint32Array[]): PlaceRange {
  const rowsOf = (parts: readonly Uint32Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
  const start = rowsOf(groups.slice(0, first));
  return { start, end: start + rowsOf(some) };
}

/** The rows of sources that go into a range of places, numbered as they come, and their numbers by place. */
function takeRows(sources: readonly SourceGroup[], places: Uint32Array, { start, end }: PlaceRange) {
  const order = new Uint32Array(end - start);
  let rows = 0;
  const taken = sources.map((source) => ({
    ...source,
    rows: source.rows.filter((_, at) => {
      const place = places[source.first + at];
      if (place < start || place >= end) return false;
      order[place - start] = rows++;
      return true;
    }),
  }));
  return { sources: taken, order, rows };
}
