import type { ValueKind } from '../batch/dictionary.ts';
import type { WantedPath } from '../codecs/reader.ts';
import type { EcsType } from '../ecs/ecs.ts';
import type { FieldValue } from '../event/field-value.ts';

/** A vendor's value: its text as written, and what it was before it became text. */
export interface Value {
  readonly text: string;
  readonly kind: ValueKind;
}

/**
 * Names an input of a target: a record path as written (`.userIdentity.arn`), what object, source or wrapper know
 * (`$object.account`, `$raw`, `$source.zone`, `$cwl.timestamp`), or an earlier target (`$ecs.event.action`).
 * `$object.time` and other instants are decimal INT64 nanoseconds; `$ecs.*` longs, dates and booleans are decimal text
 * and `true`/`false`.
 */
export type Input = string;

/** All values of an input in their order; none when it is absent. JSON null is absent. */
export type Read = (input: Input) => readonly Value[];

export type { FieldValue };

export interface TargetResult {
  /** `null`: pinned as absent, so nothing weaker may fill it. `undefined`: absent. */
  readonly value: FieldValue | null | undefined;
  /** A value that did not fit the field, as an example for the FIELD_INVALID count. */
  readonly invalid?: string;
}

/** One field of the event. `evaluate` depends on `inputs` and nothing else, so callers memoise it per tuple of inputs. */
export interface Target {
  readonly field: string;
  readonly type: EcsType;
  readonly array: boolean;
  readonly inputs: readonly Input[];
  /** `related.*` adds to what derivations give; every other field replaces it. */
  readonly adds: boolean;
  /** The one path that the field copies as it is (after `absent` and the type's coercion), when it does no more than that. */
  readonly copies?: Input;
  /** Set with `copies` when every text fits the field, so that only the spellings of `absent` are left out. */
  readonly takesAnyText?: true;
  evaluate(read: Read): TargetResult;
}

/** `record.text`: a line cut into named values. */
export interface LinePatterns {
  readonly names: readonly string[];
  /** The values by name, or null when no pattern fits the line (NO_PATTERN). Empty captures have no entry. */
  split(line: string): ReadonlyMap<string, string> | null;
}

/** `record.columns` with a `by`: which further columns a line has depends on the value of one of the shared ones. */
export interface ColumnCases {
  /** Index of the deciding column, from 0. */
  readonly by: number;
  readonly cases: ReadonlyMap<string, readonly string[]>;
}

export interface CompiledMapping {
  /** The record paths that the targets read, each once. */
  readonly paths: readonly WantedPath[];
  /** In evaluation order: a target that reads `$ecs.x` stands behind the target `x`. */
  readonly targets: readonly Target[];
  readonly lines?: LinePatterns;
  /** Names of the columns of a line; `_` is skipped. With `columnCases` these are the shared ones. */
  readonly columns?: readonly string[];
  readonly columnCases?: ColumnCases;
  /** One event for every element of this path; the other paths are relative to the element, `$parent.` to the record. */
  readonly each?: WantedPath;
  /** Spellings that mean nothing in this log type. `evaluate` already leaves them out. */
  readonly absent: readonly string[];
}
