/**
 * What can be wrong with compressed bytes. `DECODE_TRAILING`: everything was decoded, but bytes that belong to nothing
 * follow. `DECODE_BOMB`: a limit of `DecodeOptions` was reached. `DECODE_UNSUPPORTED`: a variant that is not read, such
 * as an encrypted zip.
 */
export type DecodeErrorCode =
  | 'DECODE_TRUNCATED'
  | 'DECODE_CORRUPT'
  | 'DECODE_TRAILING'
  | 'DECODE_BOMB'
  | 'DECODE_UNSUPPORTED';

/**
 * The bytes from `offset` on (counted in decoded bytes) could not be decoded; all before it were delivered. Thrown from
 * the iteration, so that no consumer can miss it, and caught by the pipeline, which makes a DECODE_FAILED reject of it.
 */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code: DecodeErrorCode;
  readonly offset: number;

  constructor(code: DecodeErrorCode, offset: number, message: string) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** What a format's decoder throws. It does not know how many bytes reached the consumer; `decode` adds the offset. */
export class Damage extends Error {
  override readonly name = 'Damage';
  readonly code: DecodeErrorCode;

  constructor(code: DecodeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const truncated = (what: string): Damage => new Damage('DECODE_TRUNCATED', `The bytes end inside ${what}.`);
export const corrupt = (what: string): Damage => new Damage('DECODE_CORRUPT', what);
