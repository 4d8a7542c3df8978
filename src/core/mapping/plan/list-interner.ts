import type { ListTable } from '../../batch/column.ts';
import { grown } from './pair-table.ts';

/** Lists of ids → list ids from 1; equal lists are one. List 0 is the empty list, which means absent. */
export class ListInterner implements ListTable {
  #starts = new Uint32Array(256);
  #items = new Uint32Array(1024);
  #slots = new Uint32Array(512);
  #size = 0;

  /** May be longer than in use, and is replaced when it grows. */
  get starts(): Uint32Array {
    return this.#starts;
  }

  get items(): Uint32Array {
    return this.#items;
  }

  get size(): number {
    return this.#size;
  }

  /** The ids of a list, a view that a later `put` may leave behind. */
  list(id: number): Uint32Array {
    return this.#items.subarray(this.#starts[id], this.#starts[id + 1]);
  }

  /** The id of a list, new or known: the first `length` of `ids`. */
  put(ids: ArrayLike<number>, length = ids.length): number {
    if (length === 0) return 0;
    const mask = this.#slots.length - 1;
    let slot = hashList(ids, 0, length) & mask;
    for (let id = this.#slots[slot]; id !== 0; id = this.#slots[slot]) {
      if (this.#equals(id, ids, length)) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#add(ids, length);
    this.#slots[slot] = id;
    if (id * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #equals(id: number, ids: ArrayLike<number>, length: number): boolean {
    const start = this.#starts[id];
    if (this.#starts[id + 1] - start !== length) return false;
    for (let at = 0; at < length; at++) if (this.#items[start + at] !== ids[at]) return false;
    return true;
  }

  #add(ids: ArrayLike<number>, length: number): number {
    const id = ++this.#size;
    const start = this.#starts[id];
    const end = start + length;
    if (id + 1 >= this.#starts.length) this.#starts = grown(this.#starts, id + 2);
    if (end > this.#items.length) this.#items = grown(this.#items, end);
    for (let at = 0; at < length; at++) this.#items[start + at] = ids[at];
    this.#starts[id + 1] = end;
    return id;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let id = 1; id <= this.#size; id++) {
      let slot = hashList(this.#items, this.#starts[id], this.#starts[id + 1]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function hashList(ids: ArrayLike<number>, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ ids[at], 0x9e3779b1) + 0x7f4a7c15;
  return (hash ^ (hash >>> 15)) >>> 0;
}
