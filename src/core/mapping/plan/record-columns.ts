import type { ListColumn, TextColumn } from '../../batch/column.ts';
import type { RecordBatch, RecordColumn } from '../../codecs/reader.ts';
import { ListInterner } from './list-interner.ts';
import { type Kept, selectIds } from './select-rows.ts';
import { isEmpty } from './slot.ts';

/**
 * The vendor's own values that rules ask for, by path without its leading dot or `$parent.`; kinds stay as the vendor
 * wrote them.
 */
export function recordColumns(
  batch: RecordBatch,
  paths: readonly string[],
  kept: Kept,
): ReadonlyMap<string, TextColumn | ListColumn> {
  const columns = new Map<string, TextColumn | ListColumn>();
  for (const path of paths) {
    const column = batch.columns.get(path);
    if (column === undefined) continue;
    const made = column.many === null ? textColumn(column, kept) : listColumn(column, column.many, kept);
    if (!isEmpty(made.ids)) columns.set(path.replace(/^(?:\$parent)?\./, ''), made);
  }
  return columns;
}

function textColumn(column: RecordColumn, kept: Kept): TextColumn {
  return { kind: 'text', ids: selectIds(column.ids, kept), dictionary: column.dictionary };
}

/** Rows with one value become lists of one. */
function listColumn(column: RecordColumn, many: Uint32Array, kept: Kept): ListColumn {
  const { dictionary, lists } = column;
  const interner = new ListInterner();
  const ids = selectIds(column.ids, kept).map((id, at) => {
    const list = many[kept === null ? at : kept[at]];
    if (list !== 0) return interner.put(lists.items.subarray(lists.starts[list], lists.starts[list + 1]));
    return id === 0 ? 0 : interner.put([id]);
  });
  return { kind: 'list', ids, lists: interner, dictionary };
}
