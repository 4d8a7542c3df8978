import type { Int64Column } from '../../batch/column.ts';
import { grow, makeBytes, makeInt32, makeUint32, roomFor } from '../grow.ts';
import type { RecordColumn } from '../reader.ts';
import { GrowingLists } from '../value-column.ts';
import { CopiedDictionary } from './copied-dictionary.ts';
import type { TokenizerExports } from './instance.ts';

/** One column of the tokeniser, copied out block by block. */
export class TokenColumn {
  readonly #index: number;
  readonly #isNumber: boolean;
  #dictionary = new CopiedDictionary();
  #lists = new GrowingLists();
  #ids: Uint32Array = new Uint32Array(0);
  /** Some row of the batch may have a value. A custom format leaves out most columns, and what is not there costs nothing. */
  #hasValues = false;
  #many: Uint32Array | null = null;
  #words: Int32Array = new Int32Array(0);
  #present: Uint8Array = new Uint8Array(0);
  #hasNumbers = false;

  constructor(index: number, isNumber: boolean) {
    this.#index = index;
    this.#isNumber = isNumber;
  }

  /** Copies the tokeniser's block of `count` rows behind the rows that are here. */
  copyBlock(tokenizer: TokenizerExports, row: number, count: number): void {
    const { buffer } = tokenizer.memory;
    const total = row + count;
    if (tokenizer.dictionarySize(tokenizer.columnValues(this.#index)) > 0) {
      this.#hasValues = true;
      this.#ids = grow(this.#ids, total, makeUint32);
      this.#ids.set(new Uint32Array(buffer, tokenizer.columnIds(this.#index) >>> 0, count), row);
    }
    const many = tokenizer.columnMany(this.#index) >>> 0;
    if (many !== 0) {
      this.#many = grow(this.#many ?? new Uint32Array(0), total, makeUint32);
      this.#many.set(new Uint32Array(buffer, many, count), row);
    }
    if (!this.#isNumber) return;
    const present = new Uint8Array(buffer, tokenizer.columnPresent(this.#index) >>> 0, count);
    if (!present.includes(1)) return;
    this.#hasNumbers = true;
    this.#words = grow(this.#words, 2 * total, makeInt32);
    this.#words.set(new Int32Array(buffer, tokenizer.columnWords(this.#index) >>> 0, 2 * count), 2 * row);
    this.#present = grow(this.#present, total, makeBytes);
    this.#present.set(present, row);
  }

  /** The rows gathered, and the dictionary with all values they use. */
  take(tokenizer: TokenizerExports, rows: number): RecordColumn {
    takeFresh(tokenizer, tokenizer.columnValues(this.#index), this.#dictionary);
    const lists = tokenizer.columnLists(this.#index);
    if (lists !== 0) takeLists(tokenizer, lists, this.#lists);
    const ids = this.#hasValues ? grow(this.#ids, rows, makeUint32).subarray(0, rows) : zeros(rows);
    const hasMany = this.#many?.some((id) => id !== 0) ?? false;
    const many = hasMany ? grow(this.#many!, rows, makeUint32).subarray(0, rows) : null;
    if (this.#hasValues) this.#ids = new Uint32Array(roomFor(rows));
    this.#hasValues = false;
    this.#many = null;
    return { ids, dictionary: this.#dictionary, many, lists: this.#lists.snapshot() };
  }

  takeNumbers(rows: number): Int64Column {
    if (!this.#hasNumbers) return { kind: 'int64', words: new Int32Array(2 * rows), present: new Uint8Array(rows) };
    this.#hasNumbers = false;
    const words = grow(this.#words, 2 * rows, makeInt32).subarray(0, 2 * rows);
    const present = grow(this.#present, rows, makeBytes).subarray(0, rows);
    this.#words = new Int32Array(2 * roomFor(rows));
    this.#present = new Uint8Array(roomFor(rows));
    return { kind: 'int64', words, present: present.includes(0) ? present : null };
  }

  reset(): void {
    this.#dictionary = new CopiedDictionary();
    this.#lists = new GrowingLists();
  }
}

let zero = new Uint32Array(0);

/** Ids of rows without a value, the same memory for all columns: nobody writes to ids. */
function zeros(rows: number): Uint32Array {
  zero = grow(zero, rows, makeUint32) as Uint32Array<ArrayBuffer>;
  return zero.subarray(0, rows);
}

function takeFresh(tokenizer: TokenizerExports, address: number, into: CopiedDictionary): void {
  into.append(
    copyFresh(tokenizer, address),
    tokenizer.dictionarySize(address),
    tokenizer.dictionaryIsPlain(address) !== 0,
  );
  tokenizer.markTaken(address);
}

function takeLists(tokenizer: TokenizerExports, address: number, into: GrowingLists): void {
  const fresh = new CopiedDictionary();
  const bytes = copyFresh(tokenizer, address);
  const size = tokenizer.dictionarySize(address) - into.size;
  fresh.append(bytes, size, true);
  for (let id = 1; id <= size; id++) {
    const items = fresh.bytes(id);
    into.add(new Uint32Array(items.buffer, items.byteOffset, items.length / 4));
  }
  tokenizer.markTaken(address);
}

function copyFresh(tokenizer: TokenizerExports, address: number): Uint8Array {
  const start = tokenizer.freshStart(address) >>> 0;
  const end = tokenizer.freshEnd(address) >>> 0;
  return new Uint8Array(tokenizer.memory.buffer, start, end - start).slice();
}
