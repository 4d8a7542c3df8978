/** What a vendor's value was before it became text. Kept because `true` and `"true"` are different values to a rule. */
export const ValueKind = { text: 0, number: 1, boolean: 2, null: 3, json: 4 } as const;
export type ValueKind = (typeof ValueKind)[keyof typeof ValueKind];

/**
 * The distinct values of a column. Ids run from 1 to `size`; 0 means absent. When `unique` is true values were not
 * compared ("plain"): every row has an id of its own, and work per id is work per row.
 */
export interface Dictionary {
  readonly size: number;
  readonly unique: boolean;
  /** The value as text: numbers as their vendor wrote them, objects and arrays as their JSON. */
  text(id: number): string;
  kind(id: number): ValueKind;
  /** Says where the bytes of a value lie, in dictionaries that keep bytes: UTF-8, unless the vendor wrote other bytes. */
  place?(id: number, place: Place): void;
}

/** Bytes from `start` up to `end`. */
export interface Place {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** A dictionary made in JavaScript: derived fields, the reference readers, tests. */
export class GrowingDictionary implements Dictionary {
  readonly unique = false;
  readonly #values: string[] = [''];
  readonly #kinds: ValueKind[] = [ValueKind.null];
  readonly #ids = new Map<string, number>();

  get size(): number {
    return this.#values.length - 1;
  }

  text(id: number): string {
    return this.#values[id];
  }

  kind(id: number): ValueKind {
    return this.#kinds[id];
  }

  /** The id of a value, new or known. `"1"` and `1` are two values. */
  put(text: string, kind: ValueKind = ValueKind.text): number {
    const key = kind === ValueKind.text ? text : `\u0000${kind}${text}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#values.push(text) - 1;
    this.#kinds.push(kind);
    this.#ids.set(key, id);
    return id;
  }

  /** The id of a text value if it is known, else 0. */
  find(text: string): number {
    return this.#ids.get(text) ?? 0;
  }
}
