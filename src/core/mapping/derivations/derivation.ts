import type { FieldValue } from '../target.ts';

/** The fields an event has so far, as text. */
export interface Fields {
  /** The first value, or undefined when the field is absent. */
  one(field: string): string | undefined;
  all(field: string): readonly string[];
}

/** New values by field; what is missing or undefined stays as it is. */
export type Derived = Readonly<Record<string, FieldValue | undefined>>;

/**
 * Fields that follow from fields, for every log type. A derivation fills what is absent; it never overwrites a value and
 * never fills what the mapping pinned. It runs once per distinct values of `from`, and depends on nothing else.
 */
export interface Derivation {
  readonly name: string;
  readonly from: readonly string[];
  /** Left out for log types that can set this field. */
  readonly unless?: string;
  /** The one of `from` without which it gives nothing: left out for log types that cannot set it. */
  readonly needs?: string;
  readonly to: readonly string[];
  /** It rewrites the spelling of fields it reads (letter case, separators): those it does replace. */
  readonly canonical?: true;
  /**
   * What it needs to know of a value. Values that narrow to one text are one to `derive`, which is given the narrow texts:
   * pairs of addresses hardly repeat, pairs of `internal` and `external` do.
   */
  readonly narrow?: (text: string) => string;
  /**
   * Set when `derive` gives the first of `from` plus or minus the second, for whole columns of numbers hardly repeat. No
   * difference is below zero.
   */
  readonly arithmetic?: 'sum' | 'difference';
  /** Set when `derive` gives the only field of `from` as it is. */
  readonly copies?: true;
  derive(fields: Fields): Derived;
}
