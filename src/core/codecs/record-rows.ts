import { type ColumnMemory, MemoryPool } from '../batch/column-memory.ts';
import { roomFor } from './grow.ts';
import type { RecordBatch } from './reader.ts';

/** Where records are and their bytes: what a RecordBatch has beside its columns. */
export type RecordPlaces = Pick<RecordBatch, 'rows' | 'object' | 'offset' | 'length' | 'raw' | 'memory'>;

/** Rows that came together: places as in RecordBatch, `raw` in the layout of BytesColumn. */
export interface RowBlock {
  readonly object: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly raw: Uint8Array;
}

/** The first arrays grow by so much, as a batch's first rows say little about how many there will be. */
const growth = 4;
/**
 * Raw text of more bytes than the first gets room for a whole batch of text at once: the operating system gives memory
 * only where it is written to, while each array that was outgrown has been.
 */
const largeBytes = 8 << 20;
const batchBytes = 112 << 20;

/** Gathers rows until a batch is taken. Capacity starts at a little more than the last batch's size, so that few copy. */
export class RecordRows {
  rows = 0;
  #rawUsed = 0;
  #object: Uint32Array = new Uint32Array(0);
  #offset: Float64Array = new Float64Array(0);
  #length: Uint32Array = new Uint32Array(0);
  #starts: Uint32Array = new Uint32Array(0);
  #raw: Uint8Array = new Uint8Array(0);
  /** Rows and bytes that the last batch had, and a little more. */
  #room = 0;
  #rawRoom = 0;
  readonly #pool: MemoryPool;
  #memory: ColumnMemory;

  constructor(pool = new MemoryPool()) {
    this.#pool = pool;
    this.#memory = pool.open();
  }

  /** Memory of the batch that is gathered now, for its other columns too. */
  get memory(): ColumnMemory {
    return this.#memory;
  }

  /** Rows to make room for when a column needs room for `rows`. */
  roomFor(rows: number, has: number): number {
    return Math.max(rows, this.#room, growth * has);
  }

  /** Bytes of the records' text. */
  get rawBytes(): number {
    return this.#rawUsed - 4 * this.rows;
  }

  add(object: number, offset: number, record: Uint8Array): void {
    this.#reserve(1, 4 + record.length);
    this.#raw.set(lengthPrefix(record.length), this.#rawUsed);
    this.#raw.set(record, this.#rawUsed + 4);
    const row = this.rows++;
    this.#object[row] = object;
    this.#offset[row] = offset;
    this.#length[row] = record.length;
    this.#starts[row] = this.#rawUsed + 4;
    this.#rawUsed += 4 + record.length;
  }

  append(block: RowBlock): void {
    const count = block.object.length;
    this.#reserve(count, block.raw.length);
    this.#object.set(block.object, this.rows);
    this.#offset.set(block.offset, this.rows);
    this.#length.set(block.length, this.rows);
    this.#raw.set(block.raw, this.#rawUsed);
    const starts = this.#starts;
    let at = this.#rawUsed;
    for (let row = 0; row < count; row++) {
      starts[this.rows + row] = at + 4;
      at += 4 + block.length[row];
    }
    this.rows += count;
    this.#rawUsed = at;
  }

  take(): RecordPlaces {
    const { rows } = this;
    const rawUsed = this.#rawUsed;
    const places = {
      rows,
      object: this.#object.subarray(0, rows),
      offset: this.#offset.subarray(0, rows),
      length: this.#length.subarray(0, rows),
      raw: {
        kind: 'bytes' as const,
        bytes: this.#raw.subarray(0, rawUsed),
        starts: this.#starts.subarray(0, rows),
      },
      memory: this.#memory,
    };
    this.rows = 0;
    this.#rawUsed = 0;
    this.#memory = this.#pool.open();
    this.#object = this.#length = this.#starts = new Uint32Array(0);
    this.#offset = new Float64Array(0);
    this.#raw = new Uint8Array(0);
    this.#room = roomFor(rows);
    this.#rawRoom = roomFor(rawUsed);
    return places;
  }

  #reserve(rows: number, bytes: number): void {
    const total = this.rows + rows;
    if (total > this.#object.length) this.#enlarge(this.roomFor(total, this.#object.length));
    const rawBytes = this.#rawUsed + bytes;
    if (rawBytes > this.#raw.length) this.#enlargeRaw(rawBytes);
  }

  #enlarge(room: number): void {
    const memory = this.#memory;
    this.#object = enlarged(this.#object, memory.uint32(room));
    this.#offset = enlarged(this.#offset, memory.float64(room));
    this.#length = enlarged(this.#length, memory.uint32(room));
    this.#starts = enlarged(this.#starts, memory.uint32(room));
  }

  #enlargeRaw(bytes: number): void {
    const before = this.#raw;
    const larger = before.length > largeBytes ? Math.max(batchBytes, 2 * before.length) : growth * before.length;
    this.#raw = enlarged(before, this.#memory.room(Math.max(bytes, this.#rawRoom, larger)));
    this.#memory.release(before);
  }
}

/** `into` with the contents of `array` at its start. */
export function enlarged<T extends { set(from: T): void }>(array: T, into: T): T {
  into.set(array);
  return into;
}

function lengthPrefix(length: number): Uint8Array {
  return Uint8Array.of(length, length >> 8, length >> 16, length >> 24);
}
