import type { MemoryPool } from '../../batch/column-memory.ts';
import type { WindowMemory } from '../byte-window.ts';
import type { RecordBatch } from '../reader.ts';
import { RecordRows } from '../record-rows.ts';
import { createInstance, type TokenizerExports } from './instance.ts';
import { TokenColumn } from './token-columns.ts';

/** A column of the tokeniser; paths with the same steps share one. */
export interface TokenColumnPlan {
  readonly names: readonly string[];
  readonly isNumber: boolean;
}

export interface TokenizerPlan {
  readonly columns: readonly TokenColumnPlan[];
  readonly seed: bigint;
  readonly pool?: MemoryPool | undefined;
  /** Tells a new instance what to look for. */
  prepare(tokenizer: TokenizerExports): void;
}

/** WebAssembly memory never shrinks, so at `reset` an instance with more than this is replaced. */
const largestKeptMemory = 64 << 20;
/** Bytes that the tokeniser may read and write behind the window. */
const slackBytes = 64;
const firstWindowBytes = 512 << 10;

/** A tokeniser and the rows that came out of it. */
export class Tokenizer implements WindowMemory {
  exports: TokenizerExports;
  /** Address of the window. */
  address: number;
  readonly #plan: TokenizerPlan;
  readonly #columns: readonly TokenColumn[];
  readonly #rows: RecordRows;
  #capacity = firstWindowBytes;
  #view: Uint8Array;

  constructor(plan: TokenizerPlan) {
    this.#plan = plan;
    this.#rows = new RecordRows(plan.pool);
    this.#columns = plan.columns.map((column, index) => new TokenColumn(index, column.isNumber));
    this.exports = this.#createInstance();
    this.address = this.exports.allocate(this.#capacity + slackBytes) >>> 0;
    this.#view = this.#window();
  }

  get rows(): number {
    return this.#rows.rows + this.exports.rows.value;
  }

  get rawBytes(): number {
    return this.#rows.rawBytes + this.exports.rawUsed.value - 4 * this.exports.rows.value;
  }

  view(): Uint8Array {
    // Growing the memory detaches every view of it.
    if (this.#view.buffer !== this.exports.memory.buffer) this.#view = this.#window();
    return this.#view;
  }

  reserve(capacity: number): void {
    if (capacity <= this.#capacity) return;
    const larger = Math.max(capacity, 2 * this.#capacity);
    const { address } = this;
    this.address =
      this.exports.enlarge(address, this.#capacity + slackBytes, this.#capacity, larger + slackBytes) >>> 0;
    this.#capacity = larger;
    this.#view = this.#window();
  }

  /** Copies the tokeniser's rows out and makes room for more. */
  flush(): void {
    const { exports } = this;
    const { buffer } = exports.memory;
    const count = exports.rows.value;
    if (count === 0) return;
    for (const column of this.#columns) column.copyBlock(exports, this.#rows, count);
    this.#rows.append({
      object: new Uint32Array(buffer, exports.objects.value >>> 0, count),
      offset: new Float64Array(buffer, exports.offsets.value >>> 0, count),
      length: new Uint32Array(buffer, exports.lengths.value >>> 0, count),
      raw: new Uint8Array(buffer, exports.raw.value >>> 0, exports.rawUsed.value),
    });
    exports.clearBlock();
  }

  take(): Omit<RecordBatch, 'rejects'> {
    this.flush();
    const places = this.#rows.take();
    const columns = new Map<string, RecordBatch['columns'] extends ReadonlyMap<string, infer C> ? C : never>();
    const numbers = new Map<string, RecordBatch['numbers'] extends ReadonlyMap<string, infer C> ? C : never>();
    for (const [index, { names, isNumber }] of this.#plan.columns.entries()) {
      const column = this.#columns[index].take(this.exports, places);
      for (const name of names) columns.set(name, column);
      if (!isNumber) continue;
      const numeric = this.#columns[index].takeNumbers(places);
      for (const name of names) numbers.set(name, numeric);
    }
    return { ...places, columns, numbers };
  }

  /** Forgets all dictionaries. Rows that were not taken are lost. */
  reset(): void {
    this.exports.clearBlock();
    for (const column of this.#columns) column.reset();
    if (this.exports.memory.buffer.byteLength <= largestKeptMemory) this.exports.clearDictionaries();
    else this.#replaceInstance();
  }

  #createInstance(): TokenizerExports {
    const exports = createInstance(this.#plan.seed, this.#plan.columns.length);
    for (const [index, column] of this.#plan.columns.entries()) if (column.isNumber) exports.wantNumbers(index);
    this.#plan.prepare(exports);
    return exports;
  }

  /** The window's bytes move along: an object may be half read. */
  #replaceInstance(): void {
    const before = this.view();
    this.exports = this.#createInstance();
    this.address = this.exports.allocate(this.#capacity + slackBytes) >>> 0;
    this.#view = this.#window();
    this.#view.set(before);
  }

  #window(): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, this.address, this.#capacity);
  }
}
