import type { BytesColumn } from '../../core/batch/column.ts';
import type { ColumnMemory } from '../../core/batch/column-memory.ts';
import { ByteBuffer, readUint32 } from '../../core/parquet/byte-buffer.ts';
import { createSpillFile, type SpillFile } from './spill-file.ts';

/** Raw records in as many buckets as there are row groups, each a column once all have come. */
export interface RecordBuckets {
  /** Adds a row of a column, or an empty record when there is no column; returns how many its bucket had before. */
  add(bucket: number, column: BytesColumn | null, row: number): number;
  /** A bucket's records in the order they came, good until the next one is taken. */
  take(bucket: number): BytesColumn;
  close(): void;
}

export interface BucketOptions {
  readonly buckets: number;
  /** What each keeps in memory. What is more is written to a file in pieces of about this size. */
  readonly bucketBytes: number;
  readonly memory: ColumnMemory;
  /** Where the file is made, and what tells it from those of other merges. */
  readonly folder: string;
  readonly name: string;
}

interface Bucket {
  rows: number;
  /** Bytes in the file, and where their pieces begin and how long they are, by turns. */
  spilled: number;
  readonly pieces: number[];
  readonly open: ByteBuffer;
}

/** Each record is unpacked once, whatever the order wanted, and memory has room for those of one bucket. */
export function createRecordBuckets(options: BucketOptions): RecordBuckets {
  const { memory, bucketBytes } = options;
  const buckets = Array.from({ length: options.buckets }, (): Bucket => {
    return { rows: 0, spilled: 0, pieces: [], open: new ByteBuffer(memory.room(bucketBytes)) };
  });
  let file: SpillFile | undefined;
  let gathered: Uint8Array = new Uint8Array(0);

  const spill = (bucket: Bucket): void => {
    file ??= createSpillFile(options.folder, options.name);
    bucket.pieces.push(file.write(bucket.open.view()), bucket.open.length);
    bucket.spilled += bucket.open.length;
    bucket.open.clear();
  };
  const room = (bytes: number): Uint8Array => {
    if (gathered.length < bytes) {
      memory.release(gathered);
      gathered = memory.room(Math.ceil(bytes * 1.1));
    }
    return gathered;
  };
  return {
    add(index, column, row) {
      const bucket = buckets[index];
      const { open } = bucket;
      const start = column === null ? 0 : column.starts[row] - 4;
      const length = column === null ? 4 : 4 + readUint32(column.bytes, start);
      if (open.length > 0 && open.length + length > bucketBytes) spill(bucket);
      if (column === null) appendEmpty(open);
      else open.append(column.bytes.subarray(start, start + length));
      return bucket.rows++;
    },
    take(index) {
      const { rows, spilled, pieces, open } = buckets[index];
      const size = spilled + open.length;
      const bytes = spilled === 0 ? open.view() : room(size).subarray(0, size);
      let at = 0;
      for (let piece = 0; piece < pieces.length; piece += 2) {
        file!.read(pieces[piece], bytes.subarray(at, at + pieces[piece + 1]));
        at += pieces[piece + 1];
      }
      if (spilled > 0) bytes.set(open.view(), at);
      return { kind: 'bytes', bytes, starts: startsOf(bytes, rows, memory) };
    },
    close: () => file?.close(),
  };
}

function appendEmpty(out: ByteBuffer): void {
  out.reserve(4);
  out.bytes.fill(0, out.length, out.length + 4);
  out.length += 4;
}

function startsOf(bytes: Uint8Array, rows: number, memory: ColumnMemory): Uint32Array {
  const starts = memory.uint32(rows);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    starts[row] = at + 4;
    at += 4 + readUint32(bytes, at);
  }
  return starts;
}
