import type { Column } from '../core/batch/column.ts';
import { createParquetWriter, type ParquetOptions } from '../core/parquet/parquet-writer.ts';
import type { SegmentStore } from './segment-store.ts';

export type PutRowGroup = (columns: ReadonlyMap<string, Column>, rows: Uint32Array) => Promise<void>;

/** Puts a Parquet file into the store, one row group in memory at a time, and returns how many bytes it has. */
export async function putParquet(
  store: SegmentStore,
  key: string,
  options: Omit<ParquetOptions, 'put'>,
  write: (rowGroup: PutRowGroup) => Promise<void>,
): Promise<number> {
  let bytes = 0;
  await store.put(key, async (output) => {
    let waiting: Uint8Array[] = [];
    const writer = createParquetWriter({ ...options, put: (part) => waiting.push(part) });
    const flush = async (): Promise<void> => {
      const parts = waiting;
      waiting = [];
      for (const part of parts) await output(part);
    };
    await write(async (columns, rows) => {
      writer.rowGroup(columns, rows);
      await flush();
    });
    bytes = writer.finish();
    await flush();
  });
  return bytes;
}
