/**
 * Why a record did not become an event. Data never throws: a record that cannot be used is stored with one of these
 * codes, its place and its bytes, and can be replayed after a fix.
 */
export const rejectCodes = {
  JSON_SYNTAX: 'The record is not JSON.',
  JSON_TOO_DEEP: 'The record nests deeper than 512 levels.',
  JSON_NOT_OBJECT: 'A record must be a JSON object.',
  RECORD_TRUNCATED: 'The object ends inside this record.',
  RECORD_TOO_LARGE: 'The record is larger than the limit (16 MiB by default).',
  UTF8_INVALID: 'The record is not valid UTF-8.',
  COLUMNS_MISSING: 'The line has fewer columns than its header names.',
  QUOTE_OPEN: 'A quote in the line is never closed.',
  NO_PATTERN: "None of the log type's patterns fits the line.",
  WRAPPER_INVALID: 'There is no record where this envelope must have one.',
  TIME_MISSING: 'The record has no readable time.',
  TIME_OUT_OF_RANGE: 'The time is before the year 2000 or more than 24 hours after the record was received.',
  DECODE_FAILED: 'The bytes from here on cannot be decompressed.',
} as const;

export type RejectCode = keyof typeof rejectCodes;

/** Most bytes of a rejected record that are kept whole; of longer ones the head is kept with a SHA-256. */
export const maxRejectBytes = 1 << 20;
export const rejectHeadBytes = 64 << 10;

export interface Reject {
  readonly code: RejectCode;
  readonly message: string;
  /** Index of the object in the batch's object list. */
  readonly object: number;
  /** Byte offset in the decompressed object, and the record's whole length in bytes. */
  readonly offset: number;
  readonly length: number;
  /** The record's bytes, at most `maxRejectBytes`; longer records keep their first `rejectHeadBytes`. */
  readonly raw: Uint8Array;
  readonly truncated: boolean;
  /** Where in the record, when one value is to blame. */
  readonly path?: string;
}
