import type { BooleanColumn, DoubleColumn, Int64Column } from '../../batch/column.ts';
import { int64ToBigInt } from '../../batch/column.ts';
import { ValueKind } from '../../batch/dictionary.ts';
import type { FieldValue } from '../target.ts';
import type { Cells } from './cells.ts';
import { noValues } from './slot.ts';

/** A long or a date. Values are not compared: a code a value put, since most come from a table of distinct inputs. */
export class Int64Cells implements Cells {
  #values = new BigInt64Array(256);
  size = 0;

  put(value: FieldValue): number {
    const code = ++this.size;
    if (code >= this.#values.length) {
      const values = new BigInt64Array(this.#values.length * 2);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[code] = BigInt(value as bigint | number);
    return code;
  }

  value(code: number): bigint {
    return this.#values[code];
  }

  values(code: number) {
    return code === 0 ? noValues : [{ text: String(this.value(code)), kind: ValueKind.number }];
  }

  column(codes: Uint32Array): Int64Column {
    return gatherInt64(new Int32Array(this.#values.buffer), codes, 0);
  }
}

/** Numbers that the reader already has as a column: code `row + 1` is the value of that row, and `own` are its codes. */
export function columnCells(numbers: Int64Column, own: Uint32Array): Cells {
  const value = (code: number) => int64ToBigInt(numbers.words, code - 1);
  return {
    size: numbers.words.length / 2,
    put: () => 0,
    value,
    values: (code) => (code === 0 ? noValues : [{ text: String(value(code)), kind: ValueKind.number }]),
    column: (codes) => (codes === own && numbers.present === null ? numbers : gatherInt64(numbers.words, codes, 1)),
  };
}

function gatherInt64(words: Int32Array, codes: Uint32Array, base: number): Int64Column {
  const gathered = new Int32Array(codes.length * 2);
  let missing = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code === 0) {
      missing++;
      continue;
    }
    gathered[2 * row] = words[2 * (code - base)];
    gathered[2 * row + 1] = words[2 * (code - base) + 1];
  }
  return { kind: 'int64', words: gathered, present: missing === 0 ? null : presence(codes) };
}

export class DoubleCells implements Cells {
  #values = new Float64Array(256);
  size = 0;

  put(value: FieldValue): number {
    const code = ++this.size;
    if (code >= this.#values.length) {
      const values = new Float64Array(this.#values.length * 2);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[code] = Number(value);
    return code;
  }

  value(code: number): number {
    return this.#values[code];
  }

  values(code: number) {
    return code === 0 ? noValues : [{ text: String(this.value(code)), kind: ValueKind.number }];
  }

  column(codes: Uint32Array): DoubleColumn {
    const values = new Float64Array(codes.length);
    for (let row = 0; row < codes.length; row++) values[row] = this.#values[codes[row]];
    return { kind: 'double', values, present: codes.includes(0) ? presence(codes) : null };
  }
}

/** Codes are the column's own: 1 false, 2 true. */
export const booleanCells: Cells = {
  size: 2,
  put: (value) => (value === true ? 2 : 1),
  value: (code) => code === 2,
  values: (code) => (code === 0 ? noValues : [{ text: code === 2 ? 'true' : 'false', kind: ValueKind.boolean }]),
  column: (codes): BooleanColumn => ({ kind: 'boolean', values: Uint8Array.from(codes) }),
};

/** Which rows have a code. */
export function presence(codes: Uint32Array): Uint8Array {
  const present = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) present[row] = codes[row] === 0 ? 0 : 1;
  return present;
}
