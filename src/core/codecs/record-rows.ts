import { grow, makeBytes, makeFloat64, makeUint32, roomFor } from './grow.ts';
import type { RecordBatch } from './reader.ts';
import { SpareBytes } from './spare-bytes.ts';

/** Where records are and their bytes: what a RecordBatch has beside its columns. */
export type RecordPlaces = Pick<RecordBatch, 'rows' | 'object' | 'offset' | 'length' | 'raw'>;

/** Rows that came together: places as in RecordBatch, `raw` in the layout of BytesColumn. */
export interface RowBlock {
  readonly object: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly raw: Uint8Array;
}

/** Gathers rows until a batch is taken. Capacity starts at a little more than the last batch's size, so that few copy. */
export class RecordRows {
  rows = 0;
  #rawUsed = 0;
  #object: Uint32Array = new Uint32Array(0);
  #offset: Float64Array = new Float64Array(0);
  #length: Uint32Array = new Uint32Array(0);
  #starts: Uint32Array = new Uint32Array(0);
  #raw: Uint8Array = new Uint8Array(0);
  /** Bytes that the last batch had, and a little more. */
  #rawRoom = 0;
  readonly #spare: SpareBytes;

  constructor(spare = new SpareBytes()) {
    this.#spare = spare;
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
    };
    this.rows = 0;
    this.#rawUsed = 0;
    const room = roomFor(rows);
    this.#object = new Uint32Array(room);
    this.#offset = new Float64Array(room);
    this.#length = new Uint32Array(room);
    this.#starts = new Uint32Array(room);
    this.#raw = new Uint8Array(0);
    this.#rawRoom = roomFor(rawUsed);
    return places;
  }

  #reserve(rows: number, bytes: number): void {
    const total = this.rows + rows;
    this.#object = grow(this.#object, total, makeUint32);
    this.#offset = grow(this.#offset, total, makeFloat64);
    this.#length = grow(this.#length, total, makeUint32);
    this.#starts = grow(this.#starts, total, makeUint32);
    const rawBytes = this.#rawUsed + bytes;
    if (this.#raw.length === 0) this.#raw = this.#spare.take(Math.max(this.#rawRoom, rawBytes));
    else this.#raw = grow(this.#raw, rawBytes, makeBytes);
  }
}

function lengthPrefix(length: number): Uint8Array {
  return Uint8Array.of(length, length >> 8, length >> 16, length >> 24);
}
