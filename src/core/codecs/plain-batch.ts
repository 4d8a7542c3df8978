import type { RecordBatch } from './reader.ts';

export interface PlainRow {
  readonly object: number;
  readonly offset: number;
  readonly raw: string;
  /** By path the values, each as its kind's number, a colon and its text; numbers as `int64:`. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface PlainBatch {
  readonly rows: readonly PlainRow[];
  /** Code, offset, length and bytes. */
  readonly rejects: readonly string[];
}

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** All that a batch says as plain values, so that tests can compare batches of different readers. Bytes are Latin-1. */
export function plainBatch(batch: RecordBatch): PlainBatch {
  const names = [...batch.columns.keys()];
  const rows = Array.from({ length: batch.rows }, (_, row) => {
    const start = batch.raw.starts[row];
    return {
      object: batch.object[row],
      offset: batch.offset[row],
      raw: latin1(batch.raw.bytes.subarray(start, start + batch.length[row])),
      values: Object.fromEntries(names.map((name) => [name, cellValues(batch, name, row)])),
    };
  });
  const rejects = batch.rejects.map(
    ({ code, object, offset, length, raw, truncated }) =>
      `${code} ${object}:${offset}+${length}${truncated ? ' head' : ''} ${latin1(raw)}`,
  );
  return { rows, rejects };
}

function cellValues(batch: RecordBatch, name: string, row: number): string[] {
  const column = batch.columns.get(name);
  if (column === undefined) return [];
  const { ids, many, lists, dictionary } = column;
  const list = many?.[row] ?? 0;
  const items = list === 0 ? [] : [...lists.items.subarray(lists.starts[list], lists.starts[list + 1])];
  if (list !== 0 && items[0] !== ids[row]) throw new Error(`${name}: the first value is not the list's first`);
  const all = list === 0 ? [ids[row]].filter((id) => id !== 0) : items;
  const numbers = batch.numbers.get(name);
  const isNumber = numbers !== undefined && numbers.present?.[row] !== 0;
  const number = isNumber ? [`int64:${new BigInt64Array(numbers.words.slice(2 * row, 2 * row + 2).buffer)[0]}`] : [];
  return [...number, ...all.map((id) => `${dictionary.kind(id)}:${dictionary.text(id)}`)];
}
