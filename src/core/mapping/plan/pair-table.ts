import type { ColumnMemory } from '../../batch/column-memory.ts';

const startSlots = 1024;

/** Rows to see before judging how often pairs repeat. */
const judgeAfter = 16384;

/**
 * Pairs of ids → dense ids from 1, for memos over several inputs: one table chained to the next makes tuples. Open
 * addressing in typed arrays; a pair whose second id is 0 has an array of its own, since most second inputs are sparse.
 */
export class PairTable {
  #slots = new Uint32Array(startSlots);
  #first = new Uint32Array(startSlots);
  #second = new Uint32Array(startSlots);
  #lone = new Uint32Array(startSlots);
  #size = 0;
  #rows = 0;

  /** Highest id in use. */
  get size(): number {
    return this.#size;
  }

  /** True when pairs hardly repeat, so that a memo over them costs more than it saves. */
  get mostlyDistinct(): boolean {
    return this.#rows >= judgeAfter && this.#size * 2 > this.#rows;
  }

  first(id: number): number {
    return this.#first[id];
  }

  second(id: number): number {
    return this.#second[id];
  }

  /** The dense id of each row's pair. */
  index(a: Uint32Array, b: Uint32Array, columns: ColumnMemory): Uint32Array {
    const ids = columns.uint32(a.length);
    let lastA = -1;
    let lastB = -1;
    let lastId = 0;
    for (let row = 0; row < ids.length; row++) {
      if (a[row] !== lastA || b[row] !== lastB) {
        lastA = a[row];
        lastB = b[row];
        lastId = this.id(lastA, lastB);
      }
      ids[row] = lastId;
    }
    this.#rows += ids.length;
    return ids;
  }

  /** The dense id of one pair, new or known. */
  id(a: number, b: number): number {
    if (b === 0) return this.#loneId(a);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashPair(a, b) & mask;
    for (let id = slots[slot]; id !== 0; id = slots[slot]) {
      if (this.#first[id] === a && this.#second[id] === b) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#add(a, b);
    slots[slot] = id;
    if (id * 2 > slots.length) this.#rehash();
    return id;
  }

  #loneId(a: number): number {
    if (a >= this.#lone.length) this.#lone = grown(this.#lone, a + 1);
    const known = this.#lone[a];
    if (known !== 0) return known;
    const id = this.#add(a, 0);
    this.#lone[a] = id;
    return id;
  }

  #add(a: number, b: number): number {
    const id = ++this.#size;
    if (id >= this.#first.length) {
      this.#first = grown(this.#first, id + 1);
      this.#second = grown(this.#second, id + 1);
    }
    this.#first[id] = a;
    this.#second[id] = b;
    return id;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let id = 1; id <= this.#size; id++) {
      if (this.#second[id] === 0) continue;
      let slot = hashPair(this.#first[id], this.#second[id]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** Two multiplications and a fold: ids are small and dense, so the low bits must take part of both. */
function hashPair(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** A copy with room for at least `length` entries, twice the old size if that is more. */
export function grown(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(Math.max(length, array.length * 2));
  copy.set(array);
  return copy;
}
