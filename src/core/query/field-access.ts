import { ValueKind } from '../batch/dictionary.ts';

/** One value of a field: numbers in decimal (dates as INT64 nanoseconds), booleans as `true` and `false`. */
export interface EventValue {
  readonly text: string;
  readonly kind: ValueKind;
}

/** An event as the evaluator sees it, wherever it is kept. */
export interface FieldAccess {
  /** The values of a field or of `record.<path>`: none when absent, several of a list. */
  values(field: string): readonly EventValue[];
  /** What keywords look into: the record's raw text and every value in it. */
  keywords(): Iterable<string>;
}

/** JSON null is a value of a record, but no test except `null` sees it. */
export function isPresent(value: EventValue): boolean {
  return value.kind !== ValueKind.null;
}
