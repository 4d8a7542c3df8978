import type { BytesColumn, Column, Int64Column } from './column.ts';
import type { ColumnMemory } from './column-memory.ts';

/**
 * An object as rows refer to it. `id` is 24 hex digits of the SHA-256 over bucket, key and ETag; together with a row's
 * offset it is the row's identity, for ever and on every machine.
 */
export interface ObjectRef {
  readonly id: string;
  /** What people and JSON output call it: the path or `s3://bucket/key`. */
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
  /** From the key (`AWSLogs/<account>/…/<region>/…`) when it says so. */
  readonly account?: string;
  readonly region?: string;
  /** The object's own time (last modified), INT64 nanoseconds. */
  readonly time?: bigint;
  /** Which write of this object's rows this is; the catalog says which is live. */
  readonly generation: number;
}

/**
 * Events of one log type as columns. `fields` are ECS and vendor fields by name, `record` the vendor paths that loaded
 * rules ask for (`record.<path>` without the prefix). All columns have `rows` rows.
 */
export interface EventBatch {
  readonly dataset: string;
  /** `<version>-<hash>` of the mapping that made the events. */
  readonly mapping: string;
  readonly rows: number;
  readonly time: Int64Column;
  readonly fields: ReadonlyMap<string, Column>;
  readonly record: ReadonlyMap<string, Column>;
  readonly objects: readonly ObjectRef[];
  /** Index into `objects`, byte offset in the decompressed object, length in bytes. */
  readonly object: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly raw: BytesColumn;
  /** Where its arrays are, when they may be used again: whoever is the last to read the batch closes it. */
  readonly memory?: ColumnMemory;
}

/** `event.id` of an event whose vendor gives none: the row's identity, so it can be opened without an index. */
export function rowId(object: string, offset: number): string {
  return `${object}-${offset.toString(16)}`;
}
