import type { BytesColumn, Column, ListColumn, TextColumn } from '../batch/column.ts';
import type { ColumnMemory } from '../batch/column-memory.ts';
import { ByteBuffer, readUint32 } from './byte-buffer.ts';
import { toByteDictionary } from './to-byte-dictionary.ts';
import { ValueTable } from './value-table.ts';

/** Puts rows of several columns of one kind behind each other. */
export interface ColumnJoiner {
  /** Adds the given rows of a column; of a column that is absent, pass null. */
  append(column: Column | null, rows: Uint32Array): void;
  /** The joined column; the joiner must not be used afterwards. */
  finish(): Column;
}

export interface JoinOptions {
  /** Rows that will be appended in all. */
  readonly rows: number;
  /** Bytes to set aside for raw records, when it is known about how many will come. */
  readonly bytes?: number;
  /** Seed of the hash of values. */
  readonly seed: number;
  /** Text values are mostly distinct: they are not compared, and each row gets an id of its own. */
  readonly unique: boolean;
  /** Where arrays of a row each are made, and raw records. */
  readonly memory: ColumnMemory;
}

/** Values are joined by their bytes and once for each distinct one; rows only have their ids mapped. */
export function createColumnJoiner(kind: Column['kind'], options: JoinOptions): ColumnJoiner {
  switch (kind) {
    case 'text':
      return joinText(options);
    case 'list':
      return joinLists(options);
    case 'bytes':
      return joinBytes(options);
    default:
      return joinFixed(kind, options);
  }
}

function joinText({ rows: total, seed, unique, memory }: JoinOptions): ColumnJoiner {
  const table = new ValueTable(seed);
  const ids = memory.uint32(total);
  let at = 0;
  return {
    append(column, rows) {
      if (column === null) {
        at += rows.length;
        return;
      }
      const text = column as TextColumn;
      const map = unique ? null : idMap(text, table);
      const dictionary = toByteDictionary(text.dictionary);
      for (const row of rows) {
        const id = text.ids[row];
        if (id !== 0) ids[at] = map === null ? table.append(dictionary, id) : map(id);
        at++;
      }
    },
    finish: () => ({ kind: 'text', ids, dictionary: table.finish(unique) }),
  };
}

/** Joined ids of a column's values, looked up at their first use. */
function idMap({ dictionary }: TextColumn | ListColumn, table: ValueTable): (id: number) => number {
  const joined = new Uint32Array(dictionary.size + 1);
  const values = toByteDictionary(dictionary);
  return (id) => {
    if (joined[id] === 0) joined[id] = table.put(values, id);
    return joined[id];
  };
}

function joinLists({ rows: total, seed, memory }: JoinOptions): ColumnJoiner {
  const table = new ValueTable(seed);
  const ids = memory.uint32(total);
  const starts = memory.uint32(total + 2);
  const items: number[] = [];
  let at = 0;
  let size = 0;
  return {
    append(column, rows) {
      if (column === null) {
        at += rows.length;
        return;
      }
      const list = column as ListColumn;
      const map = idMap(list, table);
      for (const row of rows) {
        const id = list.ids[row];
        if (id !== 0) {
          for (let item = list.lists.starts[id]; item < list.lists.starts[id + 1]; item++) {
            if (list.lists.items[item] !== 0) items.push(map(list.lists.items[item]));
          }
          ids[at] = ++size;
          starts[size + 1] = items.length;
        }
        at++;
      }
    },
    finish: () => ({
      kind: 'list',
      ids,
      lists: { starts, items: Uint32Array.from(items), size },
      dictionary: table.finish(false),
    }),
  };
}

function joinBytes({ rows: total, bytes = 1 << 20, memory }: JoinOptions): ColumnJoiner {
  const out = new ByteBuffer(memory.room(bytes));
  const starts = memory.uint32(total);
  let at = 0;
  return {
    append(column, rows) {
      for (const row of rows) {
        starts[at++] = out.length + 4;
        if (column === null) appendEmpty(out);
        else out.append(recordOf(column as BytesColumn, row));
      }
    },
    finish: () => ({ kind: 'bytes', bytes: out.view(), starts }),
  };
}

function appendEmpty(out: ByteBuffer): void {
  out.reserve(4);
  out.bytes.fill(0, out.length, out.length + 4);
  out.length += 4;
}

/** A row's bytes with their length in front. */
function recordOf({ bytes, starts }: BytesColumn, row: number): Uint8Array {
  const start = starts[row];
  return bytes.subarray(start - 4, start + readUint32(bytes, start - 4));
}

function joinFixed(kind: 'int64' | 'double' | 'boolean', { rows: total, memory }: JoinOptions): ColumnJoiner {
  const words = memory.int32(kind === 'int64' ? total * 2 : 0);
  const values = memory.float64(kind === 'double' ? total : 0);
  const present = memory.bytes(total);
  let at = 0;
  return {
    append(column, rows) {
      for (const row of rows) {
        if (column?.kind === 'int64' && column.present?.[row] !== 0) {
          words[2 * at] = column.words[2 * row];
          words[2 * at + 1] = column.words[2 * row + 1];
          present[at] = 1;
        } else if (column?.kind === 'double' && column.present?.[row] !== 0) {
          values[at] = column.values[row];
          present[at] = 1;
        } else if (column?.kind === 'boolean') {
          present[at] = column.values[row];
        }
        at++;
      }
    },
    finish() {
      if (kind === 'boolean') return { kind, values: present };
      const some = present.includes(0) ? present : null;
      return kind === 'int64' ? { kind, words, present: some } : { kind, values, present: some };
    },
  };
}
