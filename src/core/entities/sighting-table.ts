import { isEarlier } from './time-order.ts';

/** Odd constants (2^32 divided by the golden ratio, and a prime of xxHash) that spread the two keys over the slots. */
const spreadValue = 0x9e3779b1;
const spreadAction = 0x85ebca6b;

/**
 * First row, last row and count by (value id, action id): open addressing over typed arrays, since it is touched for
 * every entity of every event. Entries are numbered from 0 in order of first sight.
 */
export class SightingTable {
  readonly #time: Int32Array;
  #slots = new Uint32Array(1 << 10);
  values = new Uint32Array(1 << 9);
  actions = new Uint32Array(1 << 9);
  /** Rows with the earliest and the latest time. */
  firsts = new Uint32Array(1 << 9);
  lasts = new Uint32Array(1 << 9);
  counts = new Float64Array(1 << 9);
  size = 0;

  /** `time` are the words of the rows' times. */
  constructor(time: Int32Array) {
    this.#time = time;
  }

  add(value: number, action: number, row: number): void {
    const mask = this.#slots.length - 1;
    let slot = slotOf(value, action, mask);
    for (;;) {
      const entry = this.#slots[slot] - 1;
      if (entry < 0) break;
      if (this.values[entry] === value && this.actions[entry] === action) {
        this.#count(entry, row);
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.size + 1;
    this.#insert({ value, action, row });
  }

  /** Adds the values of the rows, none with an action, to a table that has none yet. Ids are at most `most`. */
  addAll(values: Uint32Array, rows: Uint32Array, most: number): void {
    const entries = new Uint32Array(most + 1);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index];
      const value = values[row];
      if (value === 0) continue;
      if (entries[value] !== 0) this.#count(entries[value] - 1, row);
      else {
        entries[value] = this.size + 1;
        this.#insert({ value, action: 0, row });
      }
    }
  }

  #count(entry: number, row: number): void {
    this.counts[entry]++;
    if (isEarlier(this.#time, row, this.firsts[entry])) this.firsts[entry] = row;
    else if (isEarlier(this.#time, this.lasts[entry], row)) this.lasts[entry] = row;
  }

  #insert(seen: { value: number; action: number; row: number }): void {
    const entry = this.size++;
    this.values[entry] = seen.value;
    this.actions[entry] = seen.action;
    this.firsts[entry] = seen.row;
    this.lasts[entry] = seen.row;
    this.counts[entry] = 1;
    if (this.size === this.values.length) this.#grow();
  }

  #grow(): void {
    const capacity = this.values.length * 2;
    this.values = grown(this.values, new Uint32Array(capacity));
    this.actions = grown(this.actions, new Uint32Array(capacity));
    this.firsts = grown(this.firsts, new Uint32Array(capacity));
    this.lasts = grown(this.lasts, new Uint32Array(capacity));
    this.counts = grown(this.counts, new Float64Array(capacity));
    this.#slots = new Uint32Array(capacity * 2);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.size; entry++) {
      let slot = slotOf(this.values[entry], this.actions[entry], mask);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry + 1;
    }
  }
}

function slotOf(value: number, action: number, mask: number): number {
  const mixed = Math.imul(value, spreadValue) ^ Math.imul(action, spreadAction);
  return (mixed ^ (mixed >>> 15)) & mask;
}

function grown<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
