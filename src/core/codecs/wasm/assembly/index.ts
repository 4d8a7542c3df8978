import { createColumns } from './columns';
import { seedHash } from './hash';
import { createHits } from './hits';

export {
  clearBlock,
  clearDictionaries,
  columnIds,
  columnLists,
  columnMany,
  columnPresent,
  columnValues,
  columnWords,
  lengths,
  objects,
  offsets,
  raw,
  rawUsed,
  rows,
  wantNumbers,
} from './columns';
export { dictionaryIsPlain, dictionarySize, freshEnd, freshStart, markTaken, probes } from './dictionary';
export { failedAt } from './failure';
export { nameHash } from './trie';
export { allocate, enlarge, release } from './memory';
export { readLines, setCases, setCells, setSplit } from './lines';
export { readRecords, recordEnd, setPlace, setRoot, stopAt } from './records';

/** To be called first, once. */
export function initialize(seed: u64, columnCount: u32): void {
  seedHash(seed);
  createColumns(columnCount);
  createHits();
}
