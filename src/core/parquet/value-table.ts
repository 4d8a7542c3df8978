import { ByteBuffer } from './byte-buffer.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { copyValue } from './encode-values.ts';

/** Odd multipliers of 32-bit hashes (MurmurHash3). */
const mixWord = 0xcc9e2d51;
const mixEnd = 0x85ebca6b;

/**
 * Joins dictionaries: equal byte strings get one id. Works on bytes, so that no text is made. The seed keeps senders of
 * logs from choosing values that all fall into one slot.
 */
export class ValueTable {
  readonly #seed: number;
  readonly #values = new ByteBuffer(1 << 12);
  #starts = new Uint32Array(1 << 8);
  #hashes = new Uint32Array(1 << 8);
  #slots = new Uint32Array(1 << 9);
  #size = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The id of the value `id` of a dictionary, known or new. */
  put(dictionary: ByteDictionary, id: number): number {
    const { bytes } = dictionary;
    const start = dictionary.starts[id];
    const end = dictionary.end(id);
    const hash = hashOf(bytes, { start, end }, this.#seed);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = this.#slots[slot];
      if (known === 0) break;
      if (this.#hashes[known] === hash && this.#isEqual(known, bytes, start, end)) return known;
      slot = (slot + 1) & mask;
    }
    const added = this.#append(dictionary, id);
    this.#hashes[added] = hash;
    this.#slots[slot] = added;
    if (this.#size * 2 > mask) this.#grow();
    return added;
  }

  /** The values as a dictionary; the table must not be used afterwards. */
  finish(): ByteDictionary {
    return new ByteDictionary({ bytes: this.#values.view(), starts: this.#starts, size: this.#size, unique: false });
  }

  #append(dictionary: ByteDictionary, id: number): number {
    this.#size++;
    if (this.#size >= this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#hashes = doubled(this.#hashes);
    }
    this.#starts[this.#size] = this.#values.length + 4;
    copyValue(dictionary, id, this.#values);
    return this.#size;
  }

  #isEqual(known: number, bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.#starts[known];
    const next = known === this.#size ? this.#values.length : this.#starts[known + 1] - 4;
    if (next - at !== end - start) return false;
    const own = this.#values.bytes;
    for (let index = 0; index < end - start; index++) if (own[at + index] !== bytes[start + index]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 1; id <= this.#size; id++) {
      let slot = this.#hashes[id] & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }
}

function hashOf(bytes: Uint8Array, { start, end }: { start: number; end: number }, seed: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    hash = Math.imul(hash, mixWord);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at], mixWord);
  hash = Math.imul(hash ^ (hash >>> 13), mixEnd);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function doubled(from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(from.length * 2);
  to.set(from);
  return to;
}
