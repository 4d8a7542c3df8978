import type { ColumnMemory } from '../../batch/column-memory.ts';
import { grown } from './pair-table.ts';
import type { Slot } from './slot.ts';

/** An entry that nobody asked for yet. */
const unknown = 0xfffffffe;

/** Ids of one source → codes, each worked out when it is first met. */
export class IdTable {
  #codes = new Uint32Array(0);

  /** The code of each row's id. */
  codesOf(
    { ids, size }: Pick<Slot, 'ids' | 'size'>,
    codeOf: (id: number) => number,
    columns: ColumnMemory,
  ): Uint32Array {
    const before = this.#codes.length;
    if (size >= before) this.#codes = grown(this.#codes, size + 1).fill(unknown, before);
    const known = this.#codes;
    const codes = columns.uint32(ids.length);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row];
      if (known[id] === unknown) known[id] = codeOf(id);
      codes[row] = known[id];
    }
    return codes;
  }
}
