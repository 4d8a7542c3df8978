import { ConvertedType, Encoding, PhysicalType, Repetition, zstdCodec } from './format.ts';
import {
  type ColumnChunk,
  type ColumnSchema,
  type FileMetadata,
  formatKey,
  formatVersion,
  type PageLocation,
  type RowGroup,
  type Statistics,
  type StoredKind,
} from './metadata.ts';
import { ThriftWriter } from './thrift-writer.ts';

const physicalTypes: Readonly<Record<StoredKind, number>> = {
  text: PhysicalType.byteArray,
  list: PhysicalType.byteArray,
  bytes: PhysicalType.byteArray,
  raw: PhysicalType.byteArray,
  int64: PhysicalType.int64,
  time: PhysicalType.int64,
  double: PhysicalType.double,
  boolean: PhysicalType.boolean,
};

/** The footer's FileMetaData struct (parquet.thrift), without its length and the magic behind it. */
export function encodeMetadata(file: FileMetadata): Uint8Array {
  const out = new ThriftWriter();
  const kinds = new Map(file.columns.map((column) => [column.name, column.kind]));
  const keyValues = [[formatKey, String(formatVersion)] as const, ...file.keyValues];
  out.element(() => {
    out.i32(1, 1);
    out.structs(2, schemaElements(file.columns), (element) => element(out));
    out.i64(3, file.rows);
    out.structs(4, file.rowGroups, (group) => writeRowGroup(out, group, kinds));
    out.structs(5, keyValues, ([key, value]) => {
      out.text(1, key);
      out.text(2, value);
    });
    out.text(6, 'kushi');
    // Without TypeDefinedOrder for each leaf, readers must ignore min_value and max_value.
    out.structs(7, file.columns, () => out.struct(1, () => {}));
  });
  return out.finish();
}

type WriteElement = (out: ThriftWriter) => void;

/** The schema tree, depth first: the root, then a leaf or the three levels of a LIST for each column. */
function schemaElements(columns: readonly ColumnSchema[]): WriteElement[] {
  const root: WriteElement = (out) => {
    out.text(4, 'event');
    out.i32(5, columns.length);
  };
  return [root, ...columns.flatMap((column) => (column.kind === 'list' ? listElements(column) : [leaf(column)]))];
}

function listElements(column: ColumnSchema): WriteElement[] {
  const outer: WriteElement = (out) => {
    out.i32(3, Repetition.optional);
    out.text(4, column.name);
    out.i32(5, 1);
    out.i32(6, ConvertedType.list);
    out.struct(10, () => out.struct(3, () => {}));
  };
  const repeated: WriteElement = (out) => {
    out.i32(3, Repetition.repeated);
    out.text(4, 'list');
    out.i32(5, 1);
  };
  return [outer, repeated, leaf({ name: 'element', kind: 'text', required: true })];
}

function leaf(column: ColumnSchema): WriteElement {
  return (out) => {
    out.i32(1, physicalTypes[column.kind]);
    out.i32(3, column.required ? Repetition.required : Repetition.optional);
    out.text(4, column.name);
    if (column.kind === 'text' || column.kind === 'raw') {
      out.i32(6, ConvertedType.utf8);
      out.struct(10, () => out.struct(1, () => {}));
    } else if (column.kind === 'time') {
      out.struct(10, () => writeTimestampType(out));
    }
  };
}

/**
 * TIMESTAMP in nanoseconds. Not marked as adjusted to UTC, although all our times are UTC: DuckDB turns adjusted
 * timestamps into its microsecond type with a time zone, and the nanoseconds would be lost.
 */
function writeTimestampType(out: ThriftWriter): void {
  out.struct(8, () => {
    out.boolean(1, false);
    out.struct(2, () => out.struct(3, () => {}));
  });
}

function writeRowGroup(out: ThriftWriter, group: RowGroup, kinds: ReadonlyMap<string, StoredKind>): void {
  const chunks = [...group.chunks.values()];
  out.structs(1, chunks, (chunk) => writeChunk(out, chunk, kinds.get(chunk.name) ?? 'text'));
  out.i64(
    2,
    chunks.reduce((sum, chunk) => sum + chunk.uncompressedBytes, 0),
  );
  out.i64(3, group.rows);
}

function writeChunk(out: ThriftWriter, chunk: ColumnChunk, kind: StoredKind): void {
  out.i64(2, chunk.range.offset);
  out.struct(3, () => {
    out.i32(1, physicalTypes[kind]);
    const dictionary = chunk.dictionaryOffset !== null;
    out.i32s(2, dictionary ? [Encoding.plain, Encoding.rle, Encoding.rleDictionary] : [Encoding.plain, Encoding.rle]);
    out.texts(3, kind === 'list' ? [chunk.name, 'list', 'element'] : [chunk.name]);
    out.i32(4, zstdCodec);
    out.i64(5, chunk.values);
    out.i64(6, chunk.uncompressedBytes);
    out.i64(7, chunk.range.length);
    out.i64(9, chunk.dataOffset);
    if (chunk.dictionaryOffset !== null) out.i64(11, chunk.dictionaryOffset);
    out.struct(12, () => writeStatistics(out, chunk.statistics));
    if (chunk.bloom !== null) {
      out.i64(14, chunk.bloom.offset);
      out.i32(15, chunk.bloom.length);
    }
  });
  if (chunk.pages !== null) {
    out.i64(4, chunk.pages.offset);
    out.i32(5, chunk.pages.length);
  }
}

function writeStatistics(out: ThriftWriter, statistics: Statistics): void {
  out.i64(3, statistics.nulls);
  if (statistics.min === undefined || statistics.max === undefined) return;
  out.bytes(5, statistics.max);
  out.bytes(6, statistics.min);
  out.boolean(7, statistics.exact);
  out.boolean(8, statistics.exact);
}

/** The format's OffsetIndex struct: where each data page of a chunk lies and which row it begins with. */
export function encodePageLocations(pages: readonly PageLocation[]): Uint8Array {
  const out = new ThriftWriter();
  out.element(() => {
    out.structs(1, pages, (page) => {
      out.i64(1, page.offset);
      out.i32(2, page.length);
      out.i64(3, page.firstRow);
    });
  });
  return out.finish();
}
