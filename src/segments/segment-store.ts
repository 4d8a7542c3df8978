import type { ByteRange } from '../core/parquet/metadata.ts';

/** Takes the bytes of a file that is being made, in order. The bytes may be changed once the promise resolves. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** A file as the store lists it. */
export interface StoredFile {
  readonly key: string;
  /** Last change, milliseconds since 1970. */
  readonly modified: number;
}

/**
 * Where segments and their sidecars lie. Keys are relative, `/` separated. A file is never changed: it is put whole, and
 * deleted. Fails with STORAGE_FULL without room, STORAGE_CORRUPT when a file is missing or short, and
 * DATA_FOLDER_INVALID when the place cannot be written.
 */
export interface SegmentStore {
  /** Makes a file from what `write` gives. When it returns, the file and its name survive a power cut; when it fails, nothing is left. */
  put(key: string, write: (write: WriteBytes) => Promise<void>): Promise<void>;
  size(key: string): Promise<number>;
  read(key: string, range: ByteRange): Promise<Uint8Array>;
  /** Every file below a prefix, unfinished ones of puts that were cut off too: their keys end in `.tmp`. */
  list(prefix: string): AsyncIterable<StoredFile>;
  /** A key that is gone already is fine. */
  delete(key: string): Promise<void>;
}
