import type { Column, DoubleColumn, Int64Column, ListColumn, TextColumn } from '../batch/column.ts';
import type { ColumnMemory } from '../batch/column-memory.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { copyValue } from './encode-values.ts';
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
  /** Seed of the hash of values. */
  readonly seed: number;
  /**
   * Text values are mostly distinct: they are not compared, and each row gets an id of its own. About how many bytes they
   * have in all; null when they are compared.
   */
  readonly unique: number | null;
  /** Where arrays of a row each are made, and values that are not compared. */
  readonly memory: ColumnMemory;
}

/** Raw bytes are not joined, as they would fill memory. */
export type JoinedKind = Exclude<Column['kind'], 'bytes'>;

/** Values are joined by their bytes and once for each distinct one; rows only have their ids mapped. */
export function createColumnJoiner(kind: JoinedKind, options: JoinOptions): ColumnJoiner {
  switch (kind) {
    case 'text':
      return options.unique === null ? joinText(options) : joinUnique(options, options.unique);
    case 'list':
      return joinLists(options);
    default:
      return joinFixed(kind, options);
  }
}

function joinText({ rows: total, seed, memory }: JoinOptions): ColumnJoiner {
  const table = new ValueTable(seed);
  const ids = memory.uint32(total);
  let at = 0;
  return {
    append(column, rows) {
      if (column !== null) mapIds(column as TextColumn, rows, table, ids.subarray(at));
      at += rows.length;
    },
    finish: () => ({ kind: 'text', ids, dictionary: table.finish() }),
  };
}

/** The joined ids of rows, looked up at the first use of each value. */
function mapIds({ ids, dictionary }: TextColumn, rows: Uint32Array, table: ValueTable, into: Uint32Array): void {
  const joined = new Uint32Array(dictionary.size + 1);
  const values = toByteDictionary(dictionary);
  for (let at = 0; at < rows.length; at++) {
    const id = ids[rows[at]];
    if (id === 0) continue;
    if (joined[id] === 0) joined[id] = table.put(values, id);
    into[at] = joined[id];
  }
}

function joinUnique({ rows: total, memory }: JoinOptions, bytes: number): ColumnJoiner {
  const ids = memory.uint32(total);
  const starts = memory.uint32(total + 1);
  const values = new ByteBuffer(memory.room(bytes + 8 * total));
  let at = 0;
  let size = 0;
  return {
    append(column, rows) {
      const dictionary = column === null ? null : toByteDictionary((column as TextColumn).dictionary);
      for (const row of rows) {
        const id = dictionary === null ? 0 : (column as TextColumn).ids[row];
        if (id !== 0) {
          starts[++size] = values.length + 4;
          copyValue(dictionary!, id, values);
          ids[at] = size;
        }
        at++;
      }
    },
    finish: () => ({
      kind: 'text',
      ids,
      dictionary: new ByteDictionary({ bytes: values.view(), starts, size, unique: true }),
    }),
  };
}

function joinLists({ rows: total, seed, memory }: JoinOptions): ColumnJoiner {
  const values = new ValueTable(seed);
  const ids = memory.uint32(total);
  const starts = memory.uint32(total + 2);
  let items = memory.uint32(2 * total + 1);
  let count = 0;
  let at = 0;
  let size = 0;
  return {
    append(column, rows) {
      if (column === null) {
        at += rows.length;
        return;
      }
      const { ids: lists, lists: table, dictionary } = column as ListColumn;
      const joined = new Uint32Array(dictionary.size + 1);
      const bytes = toByteDictionary(dictionary);
      for (const row of rows) {
        const list = lists[row];
        if (list !== 0) {
          for (let place = table.starts[list]; place < table.starts[list + 1]; place++) {
            const id = table.items[place];
            if (id === 0) continue;
            if (joined[id] === 0) joined[id] = values.put(bytes, id);
            if (count === items.length) items = doubled(items, memory);
            items[count++] = joined[id];
          }
          ids[at] = ++size;
          starts[size + 1] = count;
        }
        at++;
      }
    },
    finish: () => ({ kind: 'list', ids, lists: { starts, items, size }, dictionary: values.finish() }),
  };
}

function doubled(from: Uint32Array, memory: ColumnMemory): Uint32Array {
  const to = memory.uint32(from.length * 2);
  to.set(from);
  memory.release(from);
  return to;
}

function joinFixed(kind: 'int64' | 'double' | 'boolean', { rows: total, memory }: JoinOptions): ColumnJoiner {
  const words = memory.int32(kind === 'int64' ? total * 2 : 0);
  const values = memory.float64(kind === 'double' ? total : 0);
  const present = memory.bytes(total);
  let at = 0;
  return {
    append(column, rows) {
      const has = present.subarray(at, at + rows.length);
      if (column?.kind === 'int64') takeWords(column, rows, { words: words.subarray(2 * at), has });
      else if (column?.kind === 'double') takeDoubles(column, rows, { values: values.subarray(at), has });
      else if (column?.kind === 'boolean') for (let i = 0; i < rows.length; i++) has[i] = column.values[rows[i]];
      at += rows.length;
    },
    finish() {
      if (kind === 'boolean') return { kind, values: present };
      const some = present.includes(0) ? present : null;
      return kind === 'int64' ? { kind, words, present: some } : { kind, values, present: some };
    },
  };
}

function takeWords(column: Int64Column, rows: Uint32Array, into: { words: Int32Array; has: Uint8Array }): void {
  const { words, present } = column;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (present !== null && present[row] === 0) continue;
    into.words[2 * at] = words[2 * row];
    into.words[2 * at + 1] = words[2 * row + 1];
    into.has[at] = 1;
  }
}

function takeDoubles(column: DoubleColumn, rows: Uint32Array, into: { values: Float64Array; has: Uint8Array }): void {
  const { values, present } = column;
  for (let at = 0; at < rows.length; at++) {
    if (present !== null && present[rows[at]] === 0) continue;
    into.values[at] = values[rows[at]];
    into.has[at] = 1;
  }
}
