import type { Reject } from '../error/reject.ts';
import { type BytesColumn, type Column, setInt64 } from './column.ts';
import { GrowingDictionary } from './dictionary.ts';
import type { EventBatch, ObjectRef } from './event-batch.ts';

/** The dataset rejects are stored under: searched, counted, re-read and expired like events. */
export const rejectDataset = 'kushi.reject';

/** What made the batch, in place of a mapping version: the columns below. */
const layout = '1-reject';

/** Rejects as a batch of their own. `@timestamp` is when they were received, since a reject has no time of its own. */
export function rejectBatch(
  rejects: readonly Reject[],
  source: { readonly logType: string; readonly objects: readonly ObjectRef[]; readonly received: bigint },
): EventBatch {
  const rows = rejects.length;
  const words = new Int32Array(2 * rows);
  for (let row = 0; row < rows; row++) setInt64(words, row, source.received);
  const fields = new Map<string, Column>([
    ['kushi.reject.code', textColumn(rejects.map((reject) => reject.code))],
    ['kushi.reject.message', textColumn(rejects.map((reject) => reject.message))],
    ['kushi.reject.path', textColumn(rejects.map((reject) => reject.path))],
    ['kushi.reject.log_type', textColumn(rejects.map(() => source.logType))],
    ['kushi.reject.length', int64Column(rejects.map((reject) => reject.length))],
    [
      'kushi.reject.truncated',
      { kind: 'boolean', values: Uint8Array.from(rejects, ({ truncated }) => (truncated ? 2 : 1)) },
    ],
    ['kushi.raw', bytesColumn(rejects.map((reject) => reject.raw))],
  ]);
  return {
    dataset: rejectDataset,
    mapping: layout,
    rows,
    time: { kind: 'int64', words, present: null },
    fields,
    record: new Map(),
    objects: source.objects,
    object: Uint32Array.from(rejects, ({ object }) => object),
    offset: Float64Array.from(rejects, ({ offset }) => offset),
    length: Uint32Array.from(rejects, ({ length }) => length),
    raw: bytesColumn(rejects.map(() => new Uint8Array(0))),
  };
}

function textColumn(values: readonly (string | undefined)[]): Column {
  const dictionary = new GrowingDictionary();
  return {
    kind: 'text',
    ids: Uint32Array.from(values, (value) => (value === undefined ? 0 : dictionary.put(value))),
    dictionary,
  };
}

function int64Column(values: readonly number[]): Column {
  const words = new Int32Array(2 * values.length);
  for (const [row, value] of values.entries()) setInt64(words, row, BigInt(value));
  return { kind: 'int64', words, present: null };
}

function bytesColumn(values: readonly Uint8Array[]): BytesColumn {
  const bytes = new Uint8Array(values.reduce((total, value) => total + 4 + value.length, 0));
  const view = new DataView(bytes.buffer);
  const starts = new Uint32Array(values.length);
  let at = 0;
  for (const [row, value] of values.entries()) {
    view.setUint32(at, value.length, true);
    bytes.set(value, at + 4);
    starts[row] = at + 4;
    at += 4 + value.length;
  }
  return { kind: 'bytes', bytes, starts };
}
