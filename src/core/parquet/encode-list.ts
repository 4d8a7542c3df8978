import type { ListColumn } from '../batch/column.ts';
import type { ChunkTarget, EncodedChunk } from './chunk.ts';
import { encodeDictionaryPages } from './encode-dictionary.ts';

/**
 * Lists of text as the format's three-level LIST with required elements: definition level 0 is an absent list, 2 an
 * element. An empty list is written as absent, which is what it means to a search.
 */
export function encodeList(column: ListColumn, rows: Uint32Array, target: ChunkTarget): EncodedChunk {
  const { starts, items } = column.lists;
  let most = 0;
  for (const row of rows) {
    const list = column.ids[row];
    most += 1 + (list === 0 ? 0 : starts[list + 1] - starts[list]);
  }
  const { workspace } = target;
  workspace.prepare(most, column.dictionary.size);
  const { ids, definition, repetition, locals, used } = workspace;
  const rowStarts = new Uint32Array(rows.length + 1);
  let entry = 0;
  let present = 0;
  let distinct = 0;
  for (let row = 0; row < rows.length; row++) {
    const list = column.ids[rows[row]];
    const first = entry;
    const end = list === 0 ? 0 : starts[list + 1];
    for (let at = list === 0 ? 0 : starts[list]; at < end; at++) {
      const id = items[at];
      if (id === 0) continue;
      if (locals[id] === 0) {
        used[distinct] = id;
        locals[id] = ++distinct;
      }
      repetition[entry] = entry === first ? 0 : 1;
      definition[entry++] = 2;
      ids[present++] = locals[id] - 1;
    }
    if (entry === first) {
      repetition[entry] = 0;
      definition[entry++] = 0;
    }
    rowStarts[row + 1] = entry;
  }
  return encodeDictionaryPages(
    { dictionary: column.dictionary, distinct, entries: entry, rowStarts, nulls: entry - present },
    target,
  );
}
