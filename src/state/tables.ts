import type { Generated } from 'kysely';

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
  alert_activity: AlertActivityTable;
  alert_evidence: AlertEvidenceTable;
  suppressions: SuppressionsTable;
  undo: UndoTable;
  users: UsersTable;
  sessions: SessionsTable;
  tokens: TokensTable;
  audit: AuditTable;
  notices: NoticesTable;
  deliveries: DeliveriesTable;
  delivery_alerts: DeliveryAlertsTable;
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
  /** JSON array of what the event names exactly, for stories; null when it names nothing. */
  evidence: string | null;
}

export interface AlertsTable {
  id: string;
  rule: string;
  rule_title: string;
  rule_path: string;
  level: string;
  /** The level as a number, for sorting: 4 critical … 0 informational, -1 any other. */
  severity: number;
  /** `open`, `working`, `closed`. */
  status: string;
  entity_kind: string;
  entity_value: string;
  first: string;
  last: string;
  count: number;
  /** Datasets as a JSON array. */
  datasets: string;
  /** What people call it: 1042 of A-1042. In the order alerts were opened. */
  number: number;
  /** 1 when each of its events was older at its commit than those that page people. */
  in_history: number;
  /** Id of the user who works on it. */
  owner: string | null;
  verdict: string | null;
  verdict_reason: string | null;
  /** The suppression that keeps it quiet. */
  suppression: string | null;
  /** Id of the alert that the story is named after. */
  story: string | null;
  /** Id of the closed alert it goes on from. */
  continues: string | null;
  /** Wall clock of the commit that opened it, and of its last change by matches or people. */
  opened: string | null;
  changed: string | null;
  /** When a person last did something with it. */
  touched: string | null;
}

/** What became of an alert, by people and by Kushi, in order. */
export interface AlertActivityTable {
  seq: Generated<number>;
  alert: string;
  at: string;
  /** Id of the user; null for Kushi itself. */
  by: string | null;
  kind: string;
  /** JSON. */
  detail: string;
}

/** What the events of an alert name exactly, by which alerts become a story. */
export interface AlertEvidenceTable {
  alert: string;
  /** An ARN, an access key, an id that AWS gives to both records of one event, or two alerts that share an event. */
  value: string;
  /** 1: its own events name it. 0: it gave one of those its key or made its user. */
  own: number;
}

/** Alerts of a rule (and entity) that nobody is to be told of, for a while. */
export interface SuppressionsTable {
  id: string;
  rule: string;
  entity_kind: string | null;
  entity_value: string | null;
  owner: string;
  reason: string;
  created: string;
  expires: string;
  /** When a person ended it before it expired. */
  ended: string | null;
}

/** How alerts were before a change to many, so that it can be taken back. */
export interface UndoTable {
  id: string;
  by: string;
  at: string;
  /** JSON. */
  before: string;
}

export interface UsersTable {
  id: string;
  name: string;
  /** The name in the form in which names are compared. */
  name_key: string;
  role: string;
  /** Argon2id, in PHC form. */
  password: string;
  must_change: number;
  created: string;
  disabled: string | null;
  last_visit: string | null;
}

export interface SessionsTable {
  id: string;
  /** SHA-256 of the cookie's value. */
  hash: string;
  /** The hash before the last rotation. */
  previous: string | null;
  user: string;
  created: string;
  /** When the value was made or, once it came back, when that was. */
  rotated: string;
  /** 1 when a request has come with the value. */
  came_back: number;
  seen: string;
  address: string;
  agent: string;
}

export interface TokensTable {
  id: string;
  /** SHA-256 of the token. */
  hash: string;
  name: string;
  user: string;
  role: string;
  /** JSON array of tags of routes; null for all. */
  scopes: string | null;
  created: string;
  expires: string;
  used: string | null;
  revoked: string | null;
}

export interface AuditTable {
  seq: Generated<number>;
  at: string;
  /** Id of the user; null when nobody was signed in. */
  who: string | null;
  how: string;
  address: string | null;
  action: string;
  target: string | null;
  /** `done`, `refused`, `failed`. */
  outcome: string;
  /** JSON. */
  detail: string;
}

/** An alert that a commit opened or added to, and that destinations may have to be told of. */
export interface NoticesTable {
  seq: Generated<number>;
  alert: string;
  at: string;
  /** Matches that the commit added. */
  matches: number;
}

/**
 * `pending`: waits for its time, and for the message before it. `retrying`: a try failed, or a person asked for another.
 * `dead`: given up, until a person sends it again. `withdrawn`: nobody is to be told any more, or a test
 * that failed.
 */
export type DeliveryStatus = 'pending' | 'retrying' | 'sent' | 'dead' | 'withdrawn';

/** The outbox: one message to one destination. What it says is made when it is sent. */
export interface DeliveriesTable {
  /** The idempotency key, which the message carries. */
  key: string;
  destination: string;
  /** The name of the story when its row of messages began, an alert's id; null for a test. */
  story: string | null;
  /** 1 for the first message of the row. */
  number: number;
  /** Of the worst of its alerts, as `severity` counts. */
  severity: number;
  status: DeliveryStatus;
  attempts: number;
  created: string;
  /** When to try next. */
  next: string;
  sent: string | null;
  /** What the destination said when it took it. */
  receipt: string | null;
  /** Why the last try failed. */
  error: string | null;
}

/** What a message is about. */
export interface DeliveryAlertsTable {
  delivery: string;
  alert: string;
  /** Matches added since the message before. */
  matches: number;
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
