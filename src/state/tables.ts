/**
 * The tables of the state database. Times are nanoseconds as 19 digits of text (`ns.ts`): the same order and exactness
 * in SQLite and PostgreSQL. Everything that grows with events lives in segments, never here.
 */
export interface Tables {
  meta: { key: string; value: string };
  objects: ObjectsTable;
  loads: LoadsTable;
  segments: SegmentsTable;
  segment_objects: SegmentObjectsTable;
  dead: DeadTable;
  garbage: GarbageTable;
  matches: MatchesTable;
  alerts: AlertsTable;
  past_sightings: PastSightingsTable;
  invalid_fields: InvalidFieldsTable;
  file_etags: FileEtagsTable;
}

export type ObjectStatus = 'waiting' | 'loading' | 'loaded' | 'refused' | 'skipped';

/** The ledger: every object ever offered and what became of it. */
export interface ObjectsTable {
  id: string;
  source: string;
  bucket: string;
  key: string;
  etag: string;
  version_id: string | null;
  name: string;
  size: number;
  time: string;
  /** UTC day of the first offer. */
  day: string;
  /** How often it was offered; all but the first time it was known. */
  offers: number;
  status: ObjectStatus;
  /** Why it was refused or skipped. */
  reason: string | null;
  log_type: string | null;
  /** The generation whose rows are live; 0 before the first commit. */
  generation: number;
}

/** One reading of an object from its beginning. Its counts go live when the object's generation points to it. */
export interface LoadsTable {
  object: string;
  generation: number;
  mapping: string;
  done: number;
  resume_offset: number;
  resume_state: string;
  read: number;
  events: number;
  rejects: number;
  filtered: number;
  /** Events and rejects of this reading that retention has since removed. */
  expired: number;
}

/** The catalog: which segment files exist. */
export interface SegmentsTable {
  id: string;
  dataset: string;
  day: string;
  key: string;
  entities_key: string;
  rows: number;
  bytes: number;
  first: string;
  last: string;
  /** Field kinds as JSON. */
  fields: string;
  mapping: string;
  level: number;
}

export interface SegmentObjectsTable {
  segment: string;
  object: string;
  generation: number;
  rows: number;
}

/** Rows in a segment that must not show: not live yet, or not any more. */
export interface DeadTable {
  segment: string;
  object: string;
  generation: number;
}

/** Files no snapshot names any more, kept for a while for readers that began before. */
export interface GarbageTable {
  key: string;
  since: string;
}

export interface MatchesTable {
  rule: string;
  object: string;
  offset: number;
  dataset: string;
  time: string;
  event: string;
  alert: string;
}

export interface AlertsTable {
  id: string;
  rule: string;
  rule_title: string;
  rule_path: string;
  level: string;
  status: string;
  entity_kind: string;
  entity_value: string;
  first: string;
  last: string;
  count: number;
  /** Datasets as a JSON array. */
  datasets: string;
}

/** First and last sight of entities in events that retention removed. */
export interface PastSightingsTable {
  field: string;
  value: string;
  dataset: string;
  first: string;
  last: string;
  count: number;
}

/** Values that did not fit their field, in one reading of an object. */
export interface InvalidFieldsTable {
  object: string;
  generation: number;
  log_type: string;
  field: string;
  count: number;
  example: string;
}

/** Content hashes of files by what the file system says of them, so that a second run reads nothing. */
export interface FileEtagsTable {
  path: string;
  size: number;
  mtime: string;
  inode: string;
  etag: string;
}
