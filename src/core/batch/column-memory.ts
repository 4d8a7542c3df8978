/** Buffers that small arrays share. */
const slabBytes = 4 << 20;

/** A buffer is not spent on an array that needs less than a quarter of it. */
const mostTimesTheNeed = 4;

/**
 * Memory of one batch's columns: handed out array by array, given back as a whole. New buffers by the megabyte make the
 * garbage collector run, however little garbage there is; those that are used again do not.
 */
export class ColumnMemory {
  readonly #pool: MemoryPool | null;
  #buffers: ArrayBuffer[] = [];
  #slab = new ArrayBuffer(0);
  #used = 0;

  constructor(pool: MemoryPool | null = null) {
    this.#pool = pool;
  }

  /** Arrays of zeros. */
  uint32(length: number): Uint32Array {
    const { buffer, start } = this.#place(4 * length);
    return new Uint32Array(buffer, start, length).fill(0);
  }

  int32(length: number): Int32Array {
    const { buffer, start } = this.#place(4 * length);
    return new Int32Array(buffer, start, length).fill(0);
  }

  float64(length: number): Float64Array {
    const { buffer, start } = this.#place(8 * length);
    return new Float64Array(buffer, start, length).fill(0);
  }

  bytes(length: number): Uint8Array {
    return this.room(length).fill(0);
  }

  /** Bytes of any content. */
  room(length: number): Uint8Array {
    const { buffer, start } = this.#place(length);
    return new Uint8Array(buffer, start, length);
  }

  /** An array that has been replaced; its memory is free at once when it is a buffer of its own. */
  release({ buffer }: { readonly buffer: ArrayBufferLike }): void {
    if (buffer === this.#slab || !(buffer instanceof ArrayBuffer)) return;
    const at = this.#buffers.indexOf(buffer);
    if (at < 0 || buffer.byteLength === slabBytes) return;
    this.#buffers.splice(at, 1);
    this.#pool?.put(buffer);
  }

  /** Gives all to the pool: nobody may read the arrays any more. */
  close(): void {
    this.#pool?.giveBack(this.#buffers);
    this.#buffers = [];
    this.#slab = new ArrayBuffer(0);
    this.#used = 0;
  }

  #place(bytes: number): { buffer: ArrayBuffer; start: number } {
    if (bytes > slabBytes / 4) return { buffer: this.#buffer(bytes), start: 0 };
    if (this.#used + bytes > this.#slab.byteLength) {
      this.#slab = this.#buffer(slabBytes);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += (bytes + 7) & ~7;
    return { buffer: this.#slab, start };
  }

  #buffer(bytes: number): ArrayBuffer {
    const buffer = this.#pool?.take(bytes) ?? new ArrayBuffer(bytes);
    this.#buffers.push(buffer);
    return buffer;
  }
}

/** Buffers of the batch that was closed last, for the one to come. One thread's. */
export class MemoryPool {
  #free: ArrayBuffer[] = [];

  open(): ColumnMemory {
    return new ColumnMemory(this);
  }

  /** A batch's buffers; what it had no use for is left to the collector. */
  giveBack(buffers: readonly ArrayBuffer[]): void {
    this.#free = [...buffers];
    this.#sort();
  }

  /** A buffer that the batch it belongs to is done with. */
  put(buffer: ArrayBuffer): void {
    this.#free.push(buffer);
    this.#sort();
  }

  /** The smallest free buffer that fits, or null. */
  take(bytes: number): ArrayBuffer | null {
    const at = this.#free.findLastIndex(({ byteLength }) => byteLength >= bytes);
    if (at < 0 || this.#free[at].byteLength > mostTimesTheNeed * bytes) return null;
    return this.#free.splice(at, 1)[0];
  }

  #sort(): void {
    this.#free.sort((a, b) => b.byteLength - a.byteLength);
  }
}
