import { compareText } from '../core/query/compare-text.ts';
import { comparisonOf, type FieldTypes } from '../core/query/field-types.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import { dayOf } from './day-of.ts';
import type { AggregateOptions, Bucket } from './engine.ts';
import { type AccessibleRow, fieldOf } from './row-access.ts';

/** One part of a bucket's key before it becomes text; null when the event lacks the field. */
export type KeyPart = string | bigint | number | boolean | null;

export interface Counted {
  readonly key: readonly KeyPart[];
  count: number;
  first: bigint;
  last: bigint;
}

/** Counts rows by key, one row once for each distinct value of a list. */
export class BucketCounter {
  readonly #by: readonly string[];
  readonly #step: bigint;
  readonly #buckets = new Map<string, Counted>();

  constructor({ by, step }: Pick<AggregateOptions, 'by' | 'step'>) {
    this.#by = by;
    this.#step = stepLength(step);
  }

  add(row: AccessibleRow): void {
    let keys: KeyPart[][] = [[]];
    for (const field of this.#by) {
      const parts = field === stepField ? [stepOf(row.time, this.#step)] : keyParts(row, field);
      keys = keys.flatMap((key) => parts.map((part) => [...key, part]));
    }
    for (const key of keys) this.merge({ key, count: 1, first: row.time, last: row.time });
  }

  merge(counted: Counted): void {
    const id = JSON.stringify(counted.key, (_name, part) => (typeof part === 'bigint' ? `\u0000${part}` : part));
    const known = this.#buckets.get(id);
    if (known === undefined) {
      this.#buckets.set(id, { ...counted });
      return;
    }
    known.count += counted.count;
    if (counted.first < known.first) known.first = counted.first;
    if (counted.last > known.last) known.last = counted.last;
  }

  /** Largest first; equal ones by key, absent last, numbers and times by value. */
  buckets(types: FieldTypes, limit = Number.POSITIVE_INFINITY): readonly Bucket[] {
    const sorted = [...this.#buckets.values()].sort((a, b) => b.count - a.count || compareKeys(a.key, b.key));
    const dates = this.#by.map((field) => field === stepField || comparisonOf(field, types) === 'date');
    return sorted.slice(0, limit).map(({ key, count, first, last }) => ({
      key: key.map((part, i) => keyText(part, dates[i])),
      count,
      first,
      last,
    }));
  }
}

/** Groups by steps of time. */
export const stepField = '@step';

/** Steps of a second when nothing is said. */
export function stepLength(step: bigint = 1_000_000_000n): bigint {
  return step;
}

function stepOf(time: bigint, step: bigint): bigint {
  return time - (((time % step) + step) % step);
}

function keyParts(row: AccessibleRow, field: string): readonly KeyPart[] {
  if (field === '@day') return [dayOf(row.time)];
  if (field === '@dataset') return [row.dataset];
  const value = fieldOf(row, field);
  if (value === undefined) return [null];
  if (typeof value !== 'object') return [value];
  return value.length === 0 ? [null] : [...new Set(value)];
}

function keyText(part: KeyPart, date: boolean): string | null {
  if (part === null) return null;
  return date ? formatTime(BigInt(part)) : String(part);
}

function compareKeys(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareParts(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: KeyPart, b: KeyPart): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' || typeof b === 'string') return compareText(String(a), String(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
