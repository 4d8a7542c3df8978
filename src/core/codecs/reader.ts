import type { BytesColumn, Int64Column, ListTable } from '../batch/column.ts';
import type { ColumnMemory, MemoryPool } from '../batch/column-memory.ts';
import type { Dictionary } from '../batch/dictionary.ts';
import type { Reject } from '../error/reject.ts';

/** One step into a record: a member, an element, every element or member, or the element whose member has a value. */
export type PathStep =
  | { readonly key: string }
  | { readonly index: number }
  | { readonly all: true }
  | { readonly where: string; readonly equals: string };

/** A value the mapping or a rule wants from every record. `name` is the path as written, and the column's name. */
export interface WantedPath {
  readonly name: string;
  readonly steps: readonly PathStep[];
}

/**
 * What a path holds, row by row. `ids` has the first value (0 absent; JSON null has an id of kind null). Rows with
 * several values (arrays, `*`) also have a list id in `many`, over all of them; `many` is null when no row has several.
 */
export interface RecordColumn {
  readonly ids: Uint32Array;
  readonly dictionary: Dictionary;
  readonly many: Uint32Array | null;
  readonly lists: ListTable;
}

/** Records of one log type, still in the vendor's words. */
export interface RecordBatch {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, RecordColumn>;
  /**
   * Values the caller wanted as numbers, by path name. A value is either here or, when it is not a whole number written
   * plainly in 64 bits (`-`, `1.5`, `007`), in the column of the same name.
   */
  readonly numbers: ReadonlyMap<string, Int64Column>;
  /** Index the caller gave to `begin`, byte offset in the decompressed object, length of the record in bytes. */
  readonly object: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly raw: BytesColumn;
  readonly rejects: readonly Reject[];
  /** Where the arrays are, and where what is made of them may be. */
  readonly memory: ColumnMemory;
}

/** Where reading can go on after a stop: behind the last whole record. `state` is the reader's own (envelope, header). */
export interface ResumePoint {
  readonly offset: number;
  readonly state: string;
}

/**
 * Bytes → records. Objects are read one after the other; rows gather over objects until `take`. Dictionaries live until
 * `reset`. Never throws on data: what cannot be read becomes a reject and reading goes on behind it.
 */
export interface RecordReader {
  /** Start of an object. `object` is stored with every row. With `resume`, the first `push` begins at that offset. */
  begin(object: number, resume?: ResumePoint): void;
  /** The next decoded bytes, any size. They may be reused by the caller after the call. */
  push(chunk: Uint8Array): void;
  /** No more bytes: an unfinished record becomes a reject. */
  end(): void;
  /** Rows gathered since the last `take`, and the bytes of their raw text. */
  readonly rows: number;
  readonly rawBytes: number;
  /** Records read since `begin`, rejects included. */
  readonly resume: ResumePoint;
  /**
   * Hands over the rows. Their columns stay valid and unchanged until their memory is closed. Dictionaries go on growing.
   */
  take(): RecordBatch;
  /** Forgets all dictionaries; the next batch starts with empty ones. */
  reset(): void;
}

export interface ReaderOptions {
  /** Largest record in bytes; a larger one is a RECORD_TOO_LARGE reject and memory stays bounded. */
  readonly maxRecordBytes: number;
  /** Memory for columns and raw text, which batches that are done with give back; shared by readers of one thread. */
  readonly pool?: MemoryPool;
}

export const defaultReaderOptions: ReaderOptions = { maxRecordBytes: 16 << 20 };
