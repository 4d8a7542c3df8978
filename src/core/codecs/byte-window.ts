import { grow, makeBytes } from './grow.ts';

/** Where a window's bytes live: an array, or the tokeniser's own memory. The view may be another after any call. */
export interface WindowMemory {
  view(): Uint8Array;
  /** Makes room for so many bytes and keeps the contents. */
  reserve(capacity: number): void;
}

/** Memory of readers in JavaScript. */
export class ArrayMemory implements WindowMemory {
  #bytes: Uint8Array = new Uint8Array(0);

  view(): Uint8Array {
    return this.#bytes;
  }

  reserve(capacity: number): void {
    this.#bytes = grow(this.#bytes, capacity, makeBytes);
  }
}

/** Bytes of an object that arrived and are not read yet: `[from, to)` of the memory. */
export class ByteWindow {
  from = 0;
  to = 0;
  /** Offset in the object of the memory's first byte. */
  #base = 0;
  readonly #memory: WindowMemory;

  constructor(memory: WindowMemory) {
    this.#memory = memory;
  }

  /** The memory; look at [from, to) only, and take it anew after the tokeniser ran. */
  get bytes(): Uint8Array {
    return this.#memory.view();
  }

  get base(): number {
    return this.#base;
  }

  get length(): number {
    return this.to - this.from;
  }

  /** Offset in the object of an index. */
  offset(index: number): number {
    return this.#base + index;
  }

  restart(offset: number): void {
    this.from = 0;
    this.to = 0;
    this.#base = offset;
  }

  append(chunk: Uint8Array): void {
    if (this.to + chunk.length > this.bytes.length) {
      this.bytes.copyWithin(0, this.from, this.to);
      this.#base += this.from;
      this.to -= this.from;
      this.from = 0;
      this.#memory.reserve(this.to + chunk.length);
    }
    this.bytes.set(chunk, this.to);
    this.to += chunk.length;
  }
}
