import type { Reject } from '../../error/reject.ts';
import type { WindowMemory } from '../byte-window.ts';
import type { RecordBatch } from '../reader.ts';

/** Where and for which object records are read. */
export interface ReadRequest {
  readonly from: number;
  readonly to: number;
  /** Offset in the object of the memory's index 0. */
  readonly base: number;
  readonly object: number;
  /** Most records to read. */
  readonly limit: number;
  readonly maxRecordBytes: number;
}

/**
 * Where reading stopped: `limit` after enough records, `other` before a byte that begins no object, `more` at a record
 * whose rest is not there, and before a record that is no JSON, too deep or too large.
 */
export interface ReadStop {
  readonly reason: 'limit' | 'other' | 'more' | 'syntax' | 'deep' | 'large';
  /** Index of the next byte to look at; of a broken record its first. */
  readonly at: number;
  /** Index behind the last record read, or `from`. */
  readonly recordEnd: number;
  /** First byte that cannot stand, of a broken record. */
  readonly failedAt: number;
}

/** Reads records that stand next to each other, with white space and commas between them, and gathers their values. */
export interface RecordParser {
  readonly memory: WindowMemory;
  readonly rows: number;
  readonly rawBytes: number;
  read(request: ReadRequest): ReadStop;
  /** Of a parser that looks for records within the records, with what it refused there. */
  take(): Omit<RecordBatch, 'rejects'> & { readonly rejects?: readonly Reject[] };
  reset(): void;
}
