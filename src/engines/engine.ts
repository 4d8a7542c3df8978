import type { EventBatch } from '../core/batch/event-batch.ts';
import type { FieldValue } from '../core/event/field-value.ts';
import type { Query } from '../core/query/ast.ts';

/** How a stored field is kept. `bytes` is for raw records, `list` for array fields of text. */
export type FieldKind = 'text' | 'list' | 'int64' | 'double' | 'boolean' | 'bytes';

/** One immutable file of events: one dataset, one UTC day. The catalog (state) says which exist and what is live in them. */
export interface Segment {
  readonly id: string;
  readonly dataset: string;
  /** UTC day, `2026-11-24`. */
  readonly day: string;
  /** Key in the segment store. */
  readonly key: string;
  /** Key of the sidecar with this segment's part of the entity index. */
  readonly entitiesKey: string;
  readonly rows: number;
  readonly bytes: number;
  /** First and last `@timestamp`, nanoseconds. */
  readonly first: bigint;
  readonly last: bigint;
  /** Columns of the file, by field name; a field not here is absent in every row. */
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly mapping: string;
  /** 0 as loaded; one more for each compaction its rows went through. */
  readonly level: number;
  /** Rows by object and generation. */
  readonly objects: readonly SegmentObject[];
}

export interface SegmentObject {
  readonly object: string;
  readonly generation: number;
  readonly rows: number;
}

/** A segment as a query sees it: rows of these (object, generation) pairs are dead and must not show. */
export interface LiveSegment extends Omit<Segment, 'objects'> {
  readonly dead: readonly { readonly object: string; readonly generation: number }[];
}

/** What a query may see: taken from the catalog in one read, and unchanged by later commits. */
export interface Snapshot {
  readonly segments: readonly LiveSegment[];
}

export interface SearchOptions {
  /** `[from, to)`, nanoseconds. */
  readonly from?: bigint;
  readonly to?: bigint;
  /** Datasets to look into; all by default. */
  readonly datasets?: readonly string[];
  /** Most rows; all when absent. */
  readonly limit?: number;
  /** Fields wanted in each row; all when absent. `event.original` only when named or all. */
  readonly fields?: readonly string[];
  /** Newest first by default. Ties by object, then offset. */
  readonly order?: 'newest' | 'oldest';
  readonly signal?: AbortSignal;
}

export type { FieldValue };

/** One stored event. `fields` has no key for what is absent. */
export interface EventRow {
  readonly object: string;
  readonly offset: number;
  readonly generation: number;
  readonly dataset: string;
  readonly time: bigint;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

export interface AggregateOptions {
  readonly from?: bigint;
  readonly to?: bigint;
  readonly datasets?: readonly string[];
  /** Fields to group by; a list field counts once for each of its values. `@day` is the UTC day, `@dataset` the log type, `@step` the step it falls in. */
  readonly by: readonly string[];
  /** Length of the steps of `@step`, nanoseconds, counted from 1970; a step is known by its beginning, RFC 3339. */
  readonly step?: bigint | undefined;
  /** Most buckets, largest first; all when absent. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export interface Bucket {
  /** One a field of `by`, in that order; null for absent. */
  readonly key: readonly (string | null)[];
  readonly count: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** One row of the entity index: a value seen in an entity field of a dataset on one day, with one action (null when the log type rolls up by day). */
export interface Sighting {
  readonly field: string;
  readonly value: string;
  readonly dataset: string;
  readonly action: string | null;
  /** UTC day, `2026-11-24`. */
  readonly day: string;
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
}

export interface SightingsOptions {
  /** Exact values looked for (in any entity field, or in `fields`); all when absent. */
  readonly values?: readonly string[];
  readonly fields?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** Rows to keep out of a rewrite, and the order to give the rest. */
export interface RewriteOptions {
  readonly id: string;
  readonly segments: readonly LiveSegment[];
  /** Order of the new segment: this field, then time. Time alone when absent. */
  readonly sortBy?: string;
}

/**
 * Stores and searches events. The memory engine is the definition; every engine passes `describeEngine`. Only
 * `pipeline/` calls both an engine and the state: `write` makes bytes durable but invisible, the state's commit makes
 * them visible, `removeFiles` deletes what no snapshot names any more.
 */
export interface Engine {
  readonly name: string;
  /** Durable when it returns. `id` names the batch: writing it again replaces the first try. One segment a UTC day in it. */
  write(id: string, batch: EventBatch): Promise<readonly Segment[]>;
  search(query: Query, snapshot: Snapshot, options: SearchOptions): AsyncIterable<EventRow>;
  count(
    query: Query,
    snapshot: Snapshot,
    options: Pick<SearchOptions, 'from' | 'to' | 'datasets' | 'signal'>,
  ): Promise<number>;
  aggregate(query: Query, snapshot: Snapshot, options: AggregateOptions): Promise<readonly Bucket[]>;
  /** One event by identity, raw record included; null when the snapshot does not hold it. */
  open(object: string, offset: number, snapshot: Snapshot): Promise<EventRow | null>;
  /** New segments (one a day) with the live rows of the given ones; those stay until `removeFiles`. */
  rewrite(options: RewriteOptions): Promise<readonly Segment[]>;
  /** The entity index: the sidecars of the snapshot's segments, merged. Equal to a GROUP BY over the live rows, always. */
  sightings(options: SightingsOptions, snapshot: Snapshot): Promise<readonly Sighting[]>;
  /** Writes a new sidecar holding only the live rows of a segment that has dead ones, and returns its key. */
  reindex(segment: LiveSegment, id: string): Promise<string>;
  /** Deletes segment and sidecar files by key; a key that is gone already is fine. */
  removeFiles(keys: readonly string[]): Promise<void>;
  /** Deletes segment and sidecar files whose keys are not in `keep` and that no living writer is making. */
  sweep(keep: ReadonlySet<string>): Promise<number>;
  close(): Promise<void>;
}
