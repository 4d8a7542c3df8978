import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { BytesColumn } from '../../core/batch/column.ts';
import { MemoryPool } from '../../core/batch/column-memory.ts';
import { readUint32, writeUint32 } from '../../core/parquet/byte-buffer.ts';
import { createRecordBuckets } from './record-buckets.ts';

const folder = mkdtempSync(join(tmpdir(), 'buckets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function columnOf(records: readonly Uint8Array[]): BytesColumn {
  const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + 4 + length, 0));
  let at = 0;
  const starts = Uint32Array.from(records, (record) => {
    writeUint32(bytes, at, record.length);
    bytes.set(record, at + 4);
    at += 4 + record.length;
    return at - record.length;
  });
  return { kind: 'bytes', bytes, starts };
}

const recordsOf = ({ bytes, starts }: BytesColumn) =>
  Array.from(starts, (start) => [...bytes.subarray(start, start + readUint32(bytes, start - 4))]);

test('each bucket has its records in the order they came, in memory and on the disk', () => {
  const pool = new MemoryPool();
  const record = fc.tuple(fc.nat(2), fc.option(fc.uint8Array({ maxLength: 90 })));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (records, bucketBytes) => {
      const memory = pool.open();
      const buckets = createRecordBuckets({ buckets: 3, bucketBytes, memory, folder, name: 'merge' });
      const column = columnOf(records.map(([, bytes]) => bytes ?? new Uint8Array()));
      const before = [0, 0, 0];
      for (const [row, [bucket, bytes]] of records.entries())
        expect(buckets.add(bucket, bytes === null ? null : column, row)).toBe(before[bucket]++);
      for (const bucket of [0, 1, 2]) {
        const expected = records.filter(([of]) => of === bucket).map(([, bytes]) => [...(bytes ?? [])]);
        expect(recordsOf(buckets.take(bucket))).toEqual(expected);
      }
      buckets.close();
      memory.close();
    }),
    { numRuns: 300 },
  );
});

test('nothing is left in the folder, not even while the file is in use', () => {
  const memory = new MemoryPool().open();
  const place = join(folder, 'made', 'when needed');
  const buckets = createRecordBuckets({ buckets: 1, bucketBytes: 8, memory, folder: place, name: 'merge' });
  const column = columnOf([new Uint8Array(9), new Uint8Array(9)]);
  buckets.add(0, column, 0);
  expect(existsSync(place)).toBe(false);
  buckets.add(0, column, 1);
  expect(readdirSync(place)).toEqual([]);
  buckets.close();
});
