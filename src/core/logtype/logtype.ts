import type { EcsType } from '../ecs/ecs.ts';
import type { Problem } from '../error/error.ts';

/** A Sigma logsource that means this log type; absent parts match anything. */
export interface Logsource {
  readonly product?: string;
  readonly service?: string;
  readonly category?: string;
}

/** How bytes become records. Options are those of docs/specs/logtype.md. */
export type Codec =
  | { readonly kind: 'json'; readonly records?: string }
  | { readonly kind: 'lines'; readonly comment?: string; readonly skip?: number }
  | { readonly kind: 'columns'; readonly split: string; readonly header: 'first_line' | 'none' };

/** `day`: one row of the entity index per entity and day, without the action. `action`: one per action as well. */
export type RollUp = 'day' | 'action';

/** A test on the first decoded bytes of an object; all parts that are given must hold. Globs use `*` and `?`. */
export interface Probe {
  /** Paths that the first record has. */
  readonly has?: readonly string[];
  /** Glob on some whole line, on the first line, on the text as a whole. */
  readonly line?: string;
  readonly firstLine?: string;
  readonly text?: string;
  readonly any?: readonly Probe[];
  readonly all?: readonly Probe[];
}

/** `logtype.yml`, read and checked. */
export interface LogTypeDefinition {
  readonly id: string;
  readonly title: string;
  readonly docs: readonly string[];
  readonly version: number;
  readonly codec: Codec;
  readonly wrappers: readonly string[];
  readonly route: { readonly key: readonly string[]; readonly probe: Probe };
  readonly sigma: readonly Logsource[];
  /** ECS or vendor field → roll-up; the first is the primary entity, which alerts group by. */
  readonly entities: ReadonlyMap<string, RollUp>;
  /** Default zone of times that have none (IANA name). */
  readonly zone: string;
}

/** One line of fields.yml: a field of the vendor's or ours, beside ECS. */
export interface VendorField {
  readonly name: string;
  readonly type: EcsType;
  readonly array: boolean;
  readonly description: string;
}

/** fields.yml: `fields` for events, `record` for the vendor's own paths (globs such as `requestParameters.*` are open subtrees). */
export interface VendorFields {
  readonly fields: readonly VendorField[];
  readonly record: readonly string[];
}

/** The files of a log type's folder, as text. Reading them is the caller's, since core has no IO. */
export interface LogTypeFiles {
  /** Folder as people know it, for messages: `logtypes/aws.cloudtrail`. */
  readonly folder: string;
  /** File name (relative to the folder, `/` separated) → content. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Checked<T> {
  /** Absent when there is an error among the problems. */
  readonly value?: T;
  readonly problems: readonly Problem[];
}
