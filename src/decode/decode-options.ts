export interface DecodeOptions {
  /** Decoded bytes to leave out at the start: where an earlier run stopped. Default 0. */
  readonly from?: number;
  /** Most decoded bytes of one object. */
  readonly maxBytes?: number;
  /** Most decoded bytes for one stored byte; looked at once `ratioFreeBytes` are out. */
  readonly maxRatio?: number;
  /** Folder for the temporary copy of a zip, which can only be read back to front. Default: the system's. */
  readonly spoolFolder?: string;
  /** Largest zip, as stored, that is copied there. */
  readonly maxSpoolBytes?: number;
  /** Most compressed bytes of a gzip kept to save what lies just before damage; see `gunzip`. */
  readonly salvageBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Deflate cannot exceed 1032:1 and logs stay below 100:1, so a thousand and more over 256 MiB is a bomb or a file of
 * one line repeated; whoever has the latter raises the limit.
 */
export const defaultDecodeOptions = {
  from: 0,
  maxBytes: 64 * 2 ** 30,
  maxRatio: 1000,
  maxSpoolBytes: 4 * 2 ** 30,
  salvageBytes: 16 * 2 ** 20,
} as const;

/** Decoded bytes that are let through whatever the ratio, so that small files of few distinct lines are no bombs. */
export const ratioFreeBytes = 256 * 2 ** 20;
