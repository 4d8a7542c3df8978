import type { Column } from '../core/batch/column.ts';
import { ByteBuffer } from '../core/parquet/byte-buffer.ts';
import { createParquetWriter, type ParquetOptions } from '../core/parquet/parquet-writer.ts';
import type { SegmentStore, WriteBytes } from './segment-store.ts';

/** A file being written: `ParquetWriter`, whose bytes go to the store. */
export interface PutParquet {
  rowGroup(columns: ReadonlyMap<string, Column>, rows: Uint32Array): Promise<void>;
  chunk(group: number, name: string, column: Column, rows: Uint32Array): Promise<void>;
}

/** Small parts are written together in pieces of about this size, since each write is a trip to another thread. */
const pieceBytes = 1 << 20;

/** Puts a Parquet file into the store, one row group or chunk in memory at a time, and returns how many bytes it has. */
export async function putParquet(
  store: SegmentStore,
  key: string,
  options: Omit<ParquetOptions, 'put'>,
  write: (file: PutParquet) => Promise<void>,
): Promise<number> {
  let bytes = 0;
  await store.put(key, async (output) => {
    const parts: Uint8Array[] = [];
    let waiting = 0;
    const put = (part: Uint8Array): void => {
      parts.push(part);
      waiting += part.length;
    };
    const join = joinedParts();
    const flush = async (): Promise<void> => {
      waiting = 0;
      await writePieces(parts.splice(0), join, output);
    };
    const writer = createParquetWriter({ ...options, put });
    const flushIfMany = async (): Promise<void> => {
      if (waiting >= pieceBytes) await flush();
    };
    await write({
      async rowGroup(columns, rows) {
        writer.rowGroup(columns, rows);
        await flushIfMany();
      },
      async chunk(group, name, column, rows) {
        writer.chunk(group, name, column, rows);
        await flushIfMany();
      },
    });
    bytes = writer.finish();
    await flush();
  });
  return bytes;
}

async function writePieces(parts: readonly Uint8Array[], join: JoinParts, output: WriteBytes): Promise<void> {
  for (let from = 0; from < parts.length; ) {
    let to = from;
    for (let size = 0; to < parts.length && size < pieceBytes; to++) size += parts[to].length;
    await output(to - from === 1 ? parts[from] : join(parts.slice(from, to)));
    from = to;
  }
}

type JoinParts = (parts: readonly Uint8Array[]) => Uint8Array;

/** All parts in one array, whose memory is that of the array before. */
function joinedParts(): JoinParts {
  const joined = new ByteBuffer(0);
  return (parts) => {
    joined.clear();
    joined.reserve(parts.reduce((sum, part) => sum + part.length, 0));
    for (const part of parts) joined.append(part);
    return joined.view();
  };
}
