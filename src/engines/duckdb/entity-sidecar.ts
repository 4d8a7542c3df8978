import type { Column } from '../../core/batch/column.ts';
import type { EntityTable } from '../../core/entities/entity-table.ts';
import type { ColumnSchema } from '../../core/parquet/metadata.ts';
import type { ParquetFile } from '../../segments/parquet-file.ts';
import { putParquet } from '../../segments/put-parquet.ts';
import type { LiveSegment } from '../engine.ts';
import { deadName } from './live-rows.ts';
import { int64Column, textColumn } from './segment-columns.ts';
import type { SegmentStorage } from './segment-storage.ts';

/** Small row groups: looking a value up reads one of them. */
const groupRows = 1 << 11;

/** Metadata key under which a sidecar names the (object, generation) pairs whose rows it leaves out, as JSON. */
const deadKey = 'kushi.dead';

const schema: readonly ColumnSchema[] = [
  { name: 'value', kind: 'text', required: false },
  { name: 'field', kind: 'text', required: false },
  { name: 'action', kind: 'text', required: false },
  { name: 'day', kind: 'text', required: false },
  { name: 'first', kind: 'time', required: true },
  { name: 'last', kind: 'time', required: true },
  { name: 'count', kind: 'int64', required: true },
];

/** Writes a segment's part of the entity index beside it. `dead` names the rows it was made without. */
export async function putSidecar(
  storage: SegmentStorage,
  key: string,
  content: { readonly table: EntityTable; readonly dead: LiveSegment['dead'] },
): Promise<void> {
  const { table, dead } = content;
  const columns = new Map(
    schema.map(({ name }): [string, Column] => [name, table[name as keyof EntityTable] as Column]),
  );
  const keyValues = new Map([[deadKey, JSON.stringify(dead.map(deadName).sort())]]);
  const { codec, workspace } = storage;
  const options = { columns: schema, codec, bloom: new Set(['value']), keyValues, workspace };
  await putParquet(storage.store, key, options, async ({ rowGroup }) => {
    for (let start = 0; start < table.rows; start += groupRows) {
      const end = Math.min(table.rows, start + groupRows);
      await rowGroup(
        columns,
        Uint32Array.from({ length: end - start }, (_, index) => start + index),
      );
    }
  });
  storage.files.forget(key);
}

/** Whether the sidecar was made without the rows of all these pairs. */
export function leavesOut(sidecar: ParquetFile, dead: LiveSegment['dead']): boolean {
  if (dead.length === 0) return true;
  const left: unknown = JSON.parse(sidecar.metadata.keyValues.get(deadKey) ?? '[]');
  return Array.isArray(left) && dead.every((pair) => left.includes(deadName(pair)));
}

/** One row group of a sidecar. `kept` for look-ups, which come back to it; who reads all of the index does not. */
export async function sidecarGroup(
  sidecar: ParquetFile,
  group: number,
  { kept }: { readonly kept: boolean },
): Promise<EntityTable> {
  const columns = await (kept ? sidecar.keptColumns(group) : sidecar.columns(group));
  return {
    rows: sidecar.metadata.rowGroups[group].rows,
    value: textColumn(columns, 'value'),
    field: textColumn(columns, 'field'),
    action: textColumn(columns, 'action'),
    day: textColumn(columns, 'day'),
    first: int64Column(columns, 'first'),
    last: int64Column(columns, 'last'),
    count: int64Column(columns, 'count'),
  };
}
