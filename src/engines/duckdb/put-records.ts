import { decodeColumn } from '../../core/parquet/decode-column.ts';
import type { ColumnSchema } from '../../core/parquet/metadata.ts';
import type { PutParquet } from '../../segments/put-parquet.ts';
import type { SourceGroup, Sources } from './live-sources.ts';
import type { JoinedColumn, JoinedRows } from './put-joined.ts';
import { createRecordBuckets, type RecordBuckets } from './record-buckets.ts';
import type { SegmentStorage } from './segment-storage.ts';

/** Writes the raw records of sources in a given order: each goes to its row group, and there in its place. */
export async function putRecords(
  storage: SegmentStorage,
  file: PutParquet,
  { groups: sources }: Sources,
  { schema, groups, places, name, room }: JoinedColumn & Pick<JoinedRows, 'name' | 'room'>,
): Promise<void> {
  const memory = storage.memory.records.open();
  const folder = storage.temporaryFolder;
  const buckets = createRecordBuckets({ ...room, buckets: groups.length, memory, folder, name });
  try {
    // By place, how many records came to the row group before.
    const order = new Uint32Array(places.length);
    const size = groups[0].length;
    for (const source of sources) {
      const add = (column: Parameters<RecordBuckets['add']>[1], row: number, at: number): void => {
        const place = places[source.first + at];
        order[place] = buckets.add(Math.floor(place / size), column, row);
      };
      await eachRecord(schema, source, add);
    }
    for (const [group, { length }] of groups.entries()) {
      const rows = order.subarray(group * size, group * size + length);
      await file.chunk(group, schema.name, buckets.take(group), rows);
    }
  } finally {
    buckets.close();
    memory.close();
  }
}

/** Calls back for each live row of a source, page by page: a whole chunk may be larger than memory has room for. */
async function eachRecord(
  schema: ColumnSchema,
  { file, group, rows }: SourceGroup,
  take: (column: Parameters<RecordBuckets['add']>[1], row: number, at: number) => void,
): Promise<void> {
  if (!file.metadata.rowGroups[group].chunks.has(schema.name)) {
    for (let at = 0; at < rows.length; at++) take(null, 0, at);
    return;
  }
  let at = 0;
  for await (const { page, firstRow, endRow } of file.pagesOfRows(group, schema.name, rows)) {
    const column = decodeColumn(schema, { dictionary: null, data: [page] }, endRow - firstRow);
    if (column.kind !== 'bytes') continue;
    for (; at < rows.length && rows[at] < endRow; at++) take(column, rows[at] - firstRow, at);
  }
}
