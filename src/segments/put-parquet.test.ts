import { expect, test } from 'vitest';
import type { Column } from '../core/batch/column.ts';
import type { SegmentStore } from '../segments/segment-store.ts';
import { zstdCodec } from './compress.ts';
import { putParquet } from './put-parquet.ts';

const columnNames = Array.from({ length: 40 }, (_, index) => `flag${index}`);
const rows = Uint32Array.from({ length: 100 }, (_, row) => row);
const flags: Column = { kind: 'boolean', values: new Uint8Array(rows.length).fill(1) };

test('parts of a small file are written in one piece, whatever its row groups', async () => {
  const pieces: Uint8Array[] = [];
  const store: Pick<SegmentStore, 'put'> = {
    put: (_, write) => write(async (bytes) => void pieces.push(bytes.slice())),
  };
  const options = {
    columns: columnNames.map((name) => ({ name, kind: 'boolean' as const, required: false })),
    codec: zstdCodec(1),
    bloom: new Set<string>(),
    keyValues: new Map(),
  };
  const columns = new Map(columnNames.map((name) => [name, flags]));
  const bytes = await putParquet(store as SegmentStore, 'a', options, async ({ rowGroup }) => {
    await rowGroup(columns, rows);
    await rowGroup(columns, rows);
  });
  expect(pieces.map((piece) => piece.length)).toEqual([bytes]);
  expect(Buffer.from(pieces[0].subarray(0, 4)).toString()).toBe('PAR1');
  expect(Buffer.from(pieces[0].subarray(-4)).toString()).toBe('PAR1');
});
