import { type Column, int64ToBigInt, int64ToNumber, type ListColumn, type TextColumn } from '../batch/column.ts';
import { GrowingDictionary } from '../batch/dictionary.ts';

/** The kind that holds values of both kinds: a field may be stored otherwise since its log type was changed. */
export function commonKind(a: Column['kind'], b: Column['kind']): Column['kind'] {
  if (a === b) return a;
  const both = [a, b];
  if (both.includes('list')) return 'list';
  return both.every((kind) => kind === 'int64' || kind === 'double') ? 'double' : 'text';
}

/** A column as another kind, one that `commonKind` gives for it. */
export function convertColumn(column: Column, kind: Column['kind']): Column {
  if (column.kind === kind) return column;
  if (kind === 'double' && column.kind === 'int64') {
    const values = Float64Array.from({ length: column.words.length / 2 }, (_, row) => int64ToNumber(column.words, row));
    return { kind, values, present: column.present };
  }
  const text = column.kind === 'text' ? column : asText(column);
  return kind === 'list' ? asLists(text) : text;
}

/** Numbers in decimal, booleans as `true` and `false`; bytes, which are no text, are absent. */
function asText(column: Column): TextColumn {
  const dictionary = new GrowingDictionary();
  const rows = rowsOf(column);
  const ids = Uint32Array.from({ length: rows }, (_, row) => {
    const value = valueAt(column, row);
    return value === null ? 0 : dictionary.put(value);
  });
  return { kind: 'text', ids, dictionary };
}

function rowsOf(column: Column): number {
  if (column.kind === 'int64') return column.words.length / 2;
  if (column.kind === 'double' || column.kind === 'boolean') return column.values.length;
  return column.kind === 'bytes' ? column.starts.length : column.ids.length;
}

function valueAt(column: Column, row: number): string | null {
  switch (column.kind) {
    case 'int64':
      return column.present?.[row] === 0 ? null : String(int64ToBigInt(column.words, row));
    case 'double':
      return column.present?.[row] === 0 ? null : String(column.values[row]);
    case 'boolean':
      return column.values[row] === 0 ? null : String(column.values[row] === 2);
    default:
      return null;
  }
}

/** Lists of one: list `id` holds value `id`. */
function asLists({ ids, dictionary }: TextColumn): ListColumn {
  const { size } = dictionary;
  const starts = Uint32Array.from({ length: size + 2 }, (_, list) => Math.max(0, list - 1));
  const items = Uint32Array.from({ length: size }, (_, index) => index + 1);
  return { kind: 'list', ids, dictionary, lists: { starts, items, size } };
}
