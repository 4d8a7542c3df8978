/** Number of the set that absent values have; it is empty unless a predicate asks for absence. */
export const absentSet = 0;
/** Number of the set of no predicates. */
export const emptySet = 1;

/** Distinct sets that are remembered before everything is forgotten and learnt anew. */
export const maxSets = 1 << 16;

/**
 * Sets of predicates that values of one field hit, each distinct set once: rows then carry a small number, whatever
 * the values are.
 */
export class HitSets {
  readonly #sets: (readonly number[])[];
  readonly #numbers = new Map<string, number>([['', emptySet]]);

  constructor(absent: readonly number[]) {
    this.#sets = [absent, []];
  }

  get size(): number {
    return this.#sets.length;
  }

  /** Predicates in rising order. */
  predicates(set: number): readonly number[] {
    return this.#sets[set];
  }

  has(set: number, predicate: number): boolean {
    return this.#sets[set].includes(predicate);
  }

  /** The number of a set; repeats among the predicates do not matter. */
  intern(predicates: readonly number[]): number {
    if (predicates.length === 0) return emptySet;
    const sorted = [...new Set(predicates)].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#sets.push(sorted) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
