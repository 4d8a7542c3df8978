/**
 * How a column is stored. `text` is a UTF-8 BYTE_ARRAY from a TextColumn, `list` a three-level LIST of such, `bytes` a
 * BYTE_ARRAY without a logical type, and `raw` the same bytes declared UTF-8.
 */
export type StoredKind = 'text' | 'list' | 'int64' | 'time' | 'double' | 'boolean' | 'bytes' | 'raw';

export interface ColumnSchema {
  readonly name: string;
  readonly kind: StoredKind;
  /** Every row has a value, so no definition levels are stored. */
  readonly required: boolean;
}

/** Where bytes lie in the file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Bounds of the values in byte order, or of numbers as 8 bytes little-endian. Absent when there are none to give. */
export interface Statistics {
  readonly nulls: number;
  readonly min?: Uint8Array;
  readonly max?: Uint8Array;
  /** False when the bounds are shortened: then they only enclose the values. */
  readonly exact: boolean;
}

/** One column of one row group. */
export interface ColumnChunk {
  readonly name: string;
  /** Dictionary page (if there is one) and data pages. */
  readonly range: ByteRange;
  readonly dictionaryOffset: number | null;
  readonly dataOffset: number;
  /** Level entries: rows, or for lists their items, with one for each row that has none. */
  readonly values: number;
  readonly uncompressedBytes: number;
  readonly statistics: Statistics;
  readonly bloom: ByteRange | null;
  /** The chunk's page locations (OffsetIndex of the format); only chunks of several pages have them. */
  readonly pages: ByteRange | null;
}

export interface RowGroup {
  readonly rows: number;
  readonly chunks: ReadonlyMap<string, ColumnChunk>;
}

export interface FileMetadata {
  readonly rows: number;
  readonly columns: readonly ColumnSchema[];
  readonly rowGroups: readonly RowGroup[];
  /** Key-value metadata: `kushi.format` and what the writer was given. */
  readonly keyValues: ReadonlyMap<string, string>;
}

/** A data page: its first row in the row group, and header plus body in the file. */
export interface PageLocation extends ByteRange {
  readonly firstRow: number;
}

/** Version of the layout, in the file's metadata under `formatKey`. Readers refuse a higher one. */
export const formatVersion = 1;
export const formatKey = 'kushi.format';

/** Most rows of a row group. A reader sets arrays of this size aside at most, whatever a damaged file says. */
export const maxRowGroupRows = 1 << 20;
