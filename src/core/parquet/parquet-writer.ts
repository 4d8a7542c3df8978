import type { Column } from '../batch/column.ts';
import { encodeBloomFilter } from './bloom-filter.ts';
import { writeUint32 } from './byte-buffer.ts';
import { ChunkWriter, type FileSink } from './chunk-writer.ts';
import { encodeColumn } from './encode-column.ts';
import { magic, type PageCodec } from './format.ts';
import type { ByteRange, ColumnChunk, ColumnSchema, PageLocation, RowGroup, Statistics } from './metadata.ts';
import { Workspace } from './workspace.ts';
import { encodeMetadata, encodePageLocations } from './write-metadata.ts';

export interface ParquetOptions {
  readonly columns: readonly ColumnSchema[];
  readonly codec: PageCodec;
  /** Takes the file's bytes in order. They are not changed afterwards. */
  put(bytes: Uint8Array): void;
  /** Names of text and list columns that get a Bloom filter. */
  readonly bloom: ReadonlySet<string>;
  readonly keyValues: ReadonlyMap<string, string>;
  readonly pageRows?: number;
  readonly rawPageBytes?: number;
  /** Arrays to work with, which other writers may share; its own when absent. */
  readonly workspace?: Workspace;
}

export interface ParquetWriter {
  /** Writes the given rows, at most 2^20, in the given order, as a row group. `columns` has every column of the schema. */
  rowGroup(columns: ReadonlyMap<string, Column>, rows: Uint32Array): void;
  /**
   * Writes one column of row group `group`. Groups may be written side by side, column by column; each gets every column
   * once, in the order of the schema, and the same number of rows of each.
   */
  chunk(group: number, name: string, column: Column, rows: Uint32Array): void;
  /** Writes the footer and returns how many bytes the file has. */
  finish(): number;
}

/** Rows a page: small enough to open one row without unpacking the chunk, large enough to pack well. */
const defaultPageRows = 1 << 14;
const defaultRawPageBytes = 1 << 19;

interface WrittenChunk {
  readonly schema: ColumnSchema;
  readonly chunk: ChunkWriter;
  readonly range: ByteRange;
  readonly statistics: Statistics;
  readonly bloom: ByteRange | null;
}

/** Writes a Parquet file from columns. Pages are zstd, and each chunk has its null count and, for text, its bounds. */
export function createParquetWriter(options: ParquetOptions): ParquetWriter {
  const workspace = options.workspace ?? new Workspace();
  const schemas = new Map(options.columns.map((schema) => [schema.name, schema]));
  const groups: { rows: number; chunks: WrittenChunk[] }[] = [];
  let position = 0;
  const put = (bytes: Uint8Array): void => {
    options.put(bytes);
    position += bytes.length;
  };
  const sink: FileSink = {
    put,
    get position() {
      return position;
    },
  };
  const append = (bytes: Uint8Array): ByteRange => {
    const range = { offset: position, length: bytes.length };
    put(bytes);
    return range;
  };

  const encode = chunkEncoder(options, sink, workspace);
  const withFilter = (one: EncodedColumn): WrittenChunk => ({
    ...one,
    bloom: one.bloom === null ? null : append(encodeBloomFilter(one.bloom)),
  });

  put(magic);
  return {
    rowGroup(columns, rows) {
      if (rows.length === 0) return;
      const isSpan = isOneSpan(rows);
      const encoded = options.columns.map((schema) => encode(schema, columns.get(schema.name)!, rows, isSpan));
      // Filters stand behind the chunks, so that these are read in one piece.
      groups.push({ rows: rows.length, chunks: encoded.map(withFilter) });
      workspace.trim();
    },
    chunk(group, name, column, rows) {
      groups[group] ??= { rows: rows.length, chunks: [] };
      groups[group].chunks.push(withFilter(encode(schemas.get(name)!, column, rows, isOneSpan(rows))));
      workspace.trim();
    },
    finish() {
      const rowGroups = groups.map((group) => describeGroup(group, (pages) => append(encodePageLocations(pages))));
      const rows = groups.reduce((sum, group) => sum + group.rows, 0);
      const footer = encodeMetadata({ rows, columns: options.columns, rowGroups, keyValues: options.keyValues });
      const trailer = new Uint8Array(4 + magic.length);
      writeUint32(trailer, 0, footer.length);
      trailer.set(magic, 4);
      put(footer);
      put(trailer);
      return position;
    },
  };
}

interface EncodedColumn extends Omit<WrittenChunk, 'bloom'> {
  readonly bloom: Uint32Array | null;
}

type EncodeChunk = (schema: ColumnSchema, column: Column, rows: Uint32Array, isSpan: boolean) => EncodedColumn;

function chunkEncoder(options: ParquetOptions, sink: FileSink, workspace: Workspace): EncodeChunk {
  const { codec, bloom, pageRows = defaultPageRows, rawPageBytes = defaultRawPageBytes } = options;
  return (schema, column, rows, isSpan) => {
    const chunk = new ChunkWriter(sink, codec);
    const cut = { pageRows, rawPageBytes, isSpan, required: schema.required, bloom: bloom.has(schema.name) };
    const encoded = encodeColumn(column, rows, { chunk, workspace, ...cut });
    return { schema, chunk, range: chunk.range, ...encoded };
  };
}

function isOneSpan(rows: Uint32Array): boolean {
  return rows.every((row, index) => row === rows[0] + index);
}

function describeGroup(
  group: { rows: number; chunks: readonly WrittenChunk[] },
  index: (pages: readonly PageLocation[]) => ByteRange,
): RowGroup {
  const chunks = group.chunks.map(({ schema, chunk, range, statistics, bloom }): [string, ColumnChunk] => [
    schema.name,
    {
      name: schema.name,
      range,
      dictionaryOffset: chunk.dictionaryOffset,
      dataOffset: chunk.pages[0].offset,
      values: chunk.values,
      uncompressedBytes: chunk.uncompressedBytes,
      statistics,
      bloom,
      pages: chunk.pages.length > 1 ? index(chunk.pages) : null,
    },
  ]);
  return { rows: group.rows, chunks: new Map(chunks) };
}
