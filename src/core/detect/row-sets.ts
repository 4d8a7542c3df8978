import { absentSet, emptySet, HitSets } from './hit-sets.ts';

/**
 * For one field and one batch: each row's set of hit predicates, and for each set that occurs its rows, as a chain in
 * rising order. Buffers are reused from batch to batch.
 */
export class RowSets {
  sets: HitSets;
  /** By row; null when the field is in no row of the batch. */
  ofRow: Uint32Array | null = null;
  /** Sets with predicates that occur in the batch, and for each its first row and number of rows. */
  readonly present: number[] = [];
  #buffer = new Uint32Array(0);
  #first = new Int32Array(0);
  #count = new Uint32Array(0);
  #next = new Int32Array(0);

  constructor(absent: readonly number[]) {
    this.sets = new HitSets(absent);
  }

  /** Forgets all sets; rows are none until the next batch begins. */
  reset(absent: readonly number[]): void {
    this.sets = new HitSets(absent);
    this.clear();
  }

  /** The field is in no row. */
  clear(): void {
    this.ofRow = null;
    this.present.length = 0;
  }

  /** Room for the sets of a new batch's rows; the caller fills it and calls `link`. */
  begin(rows: number): Uint32Array {
    if (this.#buffer.length < rows) this.#buffer = new Uint32Array(rows);
    this.ofRow = this.#buffer;
    return this.#buffer;
  }

  link(rows: number): void {
    this.present.length = 0;
    if (this.#next.length < rows) this.#next = new Int32Array(rows);
    if (this.#first.length < this.sets.size) {
      this.#first = new Int32Array(2 * this.sets.size);
      this.#count = new Uint32Array(2 * this.sets.size);
    }
    const [first, count, next, ofRow] = [this.#first, this.#count, this.#next, this.#buffer];
    count.fill(0, 0, this.sets.size);
    for (let row = rows - 1; row >= 0; row--) {
      const set = ofRow[row];
      if (set === absentSet || set === emptySet) continue;
      if (count[set]++ === 0) {
        this.present.push(set);
        next[row] = -1;
      } else next[row] = first[set];
      first[set] = row;
    }
  }

  count(set: number): number {
    return this.#count[set];
  }

  /** First row of a set that is present; -1 ends the chain. */
  firstRow(set: number): number {
    return this.#first[set];
  }

  nextRow(row: number): number {
    return this.#next[row];
  }

  has(row: number, predicate: number): boolean {
    return this.sets.has(this.ofRow === null ? absentSet : this.ofRow[row], predicate);
  }
}
