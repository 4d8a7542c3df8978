import type { Int64Column } from '../../batch/column.ts';
import type { RecordColumn } from '../reader.ts';
import { enlarged, type RecordPlaces, type RecordRows } from '../record-rows.ts';
import { GrowingLists } from '../value-column.ts';
import { CopiedDictionary } from './copied-dictionary.ts';
import type { TokenizerExports } from './instance.ts';

/** One column of the tokeniser, copied out block by block. Arrays begin with the first value: many columns have none. */
export class TokenColumn {
  readonly #index: number;
  readonly #isNumber: boolean;
  #dictionary = new CopiedDictionary();
  #lists = new GrowingLists();
  #ids: Uint32Array = new Uint32Array(0);
  #many: Uint32Array | null = null;
  #words: Int32Array = new Int32Array(0);
  #present: Uint8Array = new Uint8Array(0);

  constructor(index: number, isNumber: boolean) {
    this.#index = index;
    this.#isNumber = isNumber;
  }

  /** Copies the tokeniser's block of `count` rows behind the rows that are here. */
  copyBlock(tokenizer: TokenizerExports, rows: RecordRows, count: number): void {
    const { buffer } = tokenizer.memory;
    const { rows: row, memory } = rows;
    const total = row + count;
    if (tokenizer.dictionarySize(tokenizer.columnValues(this.#index)) > 0) {
      let ids = this.#ids;
      if (total > ids.length) ids = enlarged(ids, memory.uint32(rows.roomFor(total, ids.length)));
      this.#ids = ids;
      ids.set(new Uint32Array(buffer, tokenizer.columnIds(this.#index) >>> 0, count), row);
    }
    const many = tokenizer.columnMany(this.#index) >>> 0;
    if (many !== 0) {
      let column = this.#many ?? new Uint32Array(0);
      if (total > column.length) column = enlarged(column, memory.uint32(rows.roomFor(total, column.length)));
      this.#many = column;
      column.set(new Uint32Array(buffer, many, count), row);
    }
    if (this.#isNumber) this.#copyNumbers(tokenizer, rows, count);
  }

  /** The rows gathered, and the dictionary with all values they use. */
  take(tokenizer: TokenizerExports, { rows, memory }: RecordPlaces): RecordColumn {
    takeFresh(tokenizer, tokenizer.columnValues(this.#index), this.#dictionary);
    const lists = tokenizer.columnLists(this.#index);
    if (lists !== 0) takeLists(tokenizer, lists, this.#lists);
    const hasMany = this.#many?.some((id) => id !== 0) ?? false;
    const many = hasMany ? ofAllRows(this.#many!, rows, (size) => memory.uint32(size)) : null;
    const ids = ofAllRows(this.#ids, rows, (size) => memory.uint32(size));
    this.#ids = new Uint32Array(0);
    this.#many = null;
    return { ids, dictionary: this.#dictionary, many, lists: this.#lists.snapshot() };
  }

  takeNumbers({ rows, memory }: RecordPlaces): Int64Column {
    const words = ofAllRows(this.#words, 2 * rows, (size) => memory.int32(size));
    const present = ofAllRows(this.#present, rows, (size) => memory.bytes(size));
    this.#words = new Int32Array(0);
    this.#present = new Uint8Array(0);
    return { kind: 'int64', words, present: present.includes(0) ? present : null };
  }

  reset(): void {
    this.#dictionary = new CopiedDictionary();
    this.#lists = new GrowingLists();
  }

  #copyNumbers(tokenizer: TokenizerExports, rows: RecordRows, count: number): void {
    const { buffer } = tokenizer.memory;
    const { rows: row, memory } = rows;
    const present = new Uint8Array(buffer, tokenizer.columnPresent(this.#index) >>> 0, count);
    if (!present.includes(1)) return;
    if (row + count > this.#present.length) {
      const room = rows.roomFor(row + count, this.#present.length);
      this.#words = enlarged(this.#words, memory.int32(2 * room));
      this.#present = enlarged(this.#present, memory.bytes(room));
    }
    this.#words.set(new Int32Array(buffer, tokenizer.columnWords(this.#index) >>> 0, 2 * count), 2 * row);
    this.#present.set(present, row);
  }
}

/** The last rows may have come without values. */
function ofAllRows<T extends Uint32Array | Int32Array | Uint8Array>(
  array: T,
  size: number,
  make: (size: number) => T,
): T {
  return array.length < size ? enlarged<{ set(from: T): void } & T>(array, make(size)) : (array.subarray(0, size) as T);
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
