import { GrowingDictionary } from '../../batch/dictionary.ts';
import { PairTable } from './pair-table.ts';

/** Every pair table of a segment, found by whose ids are paired, so that operations on the same inputs share them. */
export class PairTables {
  /** Texts of the objects and constants that rows refer to. */
  readonly texts = new GrowingDictionary();
  readonly #tables = new Map<object, Map<object, PairTable>>();

  table(first: object, second: object): PairTable {
    let tables = this.#tables.get(first);
    if (tables === undefined) {
      tables = new Map();
      this.#tables.set(first, tables);
    }
    let table = tables.get(second);
    if (table === undefined) {
      table = new PairTable();
      tables.set(second, table);
    }
    return table;
  }
}
