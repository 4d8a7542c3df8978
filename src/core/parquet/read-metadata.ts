import { readUint32 } from './byte-buffer.ts';
import { corrupt } from './corrupt.ts';
import { ConvertedType, magic, PhysicalType, Repetition, zstdCodec } from './format.ts';
import {
  type ByteRange,
  type ColumnChunk,
  type ColumnSchema,
  type FileMetadata,
  formatKey,
  formatVersion,
  maxRowGroupRows,
  type PageLocation,
  type RowGroup,
  type Statistics,
  type StoredKind,
} from './metadata.ts';
import { ThriftReader } from './thrift-reader.ts';

/** Bytes behind the footer: its length and the magic. */
export const trailerBytes = 8;

/**
 * Where the footer begins, from the last bytes of a file of `fileBytes` bytes (`tail` holds at least eight of them).
 * Fails with STORAGE_CORRUPT when it is no Parquet file.
 */
export function footerStart(tail: Uint8Array, fileBytes: number): number {
  const at = tail.length - trailerBytes;
  if (at < 0 || magic.some((byte, index) => tail[at + 4 + index] !== byte)) throw corrupt('it does not end as Parquet');
  const start = fileBytes - trailerBytes - readUint32(tail, at);
  if (start < magic.length) throw corrupt('its metadata is longer than the file');
  return start;
}

/**
 * The footer's FileMetaData, of files that this package wrote. Every offset is checked against `footerOffset`, where the
 * footer itself begins. Fails with STORAGE_CORRUPT.
 */
export function decodeMetadata(footer: Uint8Array, footerOffset: number): FileMetadata {
  const reader = new ThriftReader(footer);
  let elements: SchemaElement[] = [];
  let rows = 0;
  const rowGroups: RowGroup[] = [];
  const keyValues = new Map<string, string>();
  reader.struct((id) => {
    if (id === 2) elements = readElements(reader);
    else if (id === 3) rows = reader.integer();
    else if (id === 4) reader.structs(() => rowGroups.push(readRowGroup(reader, footerOffset)));
    else if (id === 5) reader.structs(() => keyValues.set(...readKeyValue(reader)));
    else return false;
    return true;
  });
  const version = Number(keyValues.get(formatKey));
  if (!(version >= 1 && version <= formatVersion)) throw corrupt(`its layout version is not ${formatVersion}`);
  if (rowGroups.reduce((sum, group) => sum + group.rows, 0) !== rows) throw corrupt('its row counts disagree');
  const columns = readColumns(elements);
  for (const { chunks } of rowGroups) {
    if (columns.some(({ name }) => !chunks.has(name))) throw corrupt('a row group lacks a column');
  }
  return { rows, columns, rowGroups, keyValues };
}

interface SchemaElement {
  type?: number;
  repetition?: number;
  name: string;
  converted?: number;
  timestamp: boolean;
}

function readElements(reader: ThriftReader): SchemaElement[] {
  const elements: SchemaElement[] = [];
  reader.structs(() => {
    const element: SchemaElement = { name: '', timestamp: false };
    reader.struct((id) => {
      if (id === 1) element.type = reader.integer();
      else if (id === 3) element.repetition = reader.integer();
      else if (id === 4) element.name = reader.text();
      else if (id === 6) element.converted = reader.integer();
      else if (id === 10) element.timestamp = readIsTimestamp(reader);
      else return false;
      return true;
    });
    elements.push(element);
  });
  return elements;
}

function readIsTimestamp(reader: ThriftReader): boolean {
  let timestamp = false;
  reader.nested((id) => {
    timestamp ||= id === 8;
    return false;
  });
  return timestamp;
}

function readColumns(elements: readonly SchemaElement[]): ColumnSchema[] {
  const columns: ColumnSchema[] = [];
  for (let at = 1; at < elements.length; at++) {
    const element = elements[at];
    const required = element.repetition === Repetition.required;
    if (element.converted === ConvertedType.list) {
      columns.push({ name: element.name, kind: 'list', required: false });
      at += 2;
    } else {
      columns.push({ name: element.name, kind: storedKind(element, required), required });
    }
  }
  return columns;
}

function storedKind(element: SchemaElement, required: boolean): StoredKind {
  if (element.type === PhysicalType.boolean) return 'boolean';
  if (element.type === PhysicalType.double) return 'double';
  if (element.type === PhysicalType.int64) return element.timestamp ? 'time' : 'int64';
  if (element.type !== PhysicalType.byteArray) throw corrupt(`column ${element.name} has an unknown type`);
  if (element.converted !== ConvertedType.utf8) return 'bytes';
  return required ? 'raw' : 'text';
}

function readKeyValue(reader: ThriftReader): [string, string] {
  let key = '';
  let value = '';
  reader.struct((id) => {
    if (id === 1) key = reader.text();
    else if (id === 2) value = reader.text();
    else return false;
    return true;
  });
  return [key, value];
}

function readRowGroup(reader: ThriftReader, limit: number): RowGroup {
  const chunks = new Map<string, ColumnChunk>();
  let rows = -1;
  reader.struct((id) => {
    if (id === 1) {
      reader.structs(() => {
        const chunk = readChunk(reader, limit);
        chunks.set(chunk.name, chunk);
      });
    } else if (id === 3) rows = reader.integer();
    else return false;
    return true;
  });
  return { rows: within(rows, 0, maxRowGroupRows), chunks };
}

interface RawChunk {
  path: string[];
  codec: number;
  values: number;
  uncompressed: number;
  compressed: number;
  dataOffset: number;
  dictionaryOffset: number;
  bloomOffset: number;
  bloomLength: number;
  indexOffset: number;
  indexLength: number;
  statistics: Statistics;
}

function readChunk(reader: ThriftReader, limit: number): ColumnChunk {
  const raw: RawChunk = {
    path: [],
    codec: -1,
    values: -1,
    uncompressed: -1,
    compressed: -1,
    dataOffset: -1,
    dictionaryOffset: -1,
    bloomOffset: -1,
    bloomLength: 0,
    indexOffset: -1,
    indexLength: 0,
    statistics: { nulls: 0, exact: true },
  };
  reader.struct((id) => {
    if (id === 3) reader.nested((field) => readChunkField(reader, field, raw));
    else if (id === 4) raw.indexOffset = reader.integer();
    else if (id === 5) raw.indexLength = reader.integer();
    else return false;
    return true;
  });
  return checkChunk(raw, limit);
}

function readChunkField(reader: ThriftReader, id: number, raw: RawChunk): boolean {
  if (id === 3) raw.path = reader.texts();
  else if (id === 4) raw.codec = reader.integer();
  else if (id === 5) raw.values = reader.integer();
  else if (id === 6) raw.uncompressed = reader.integer();
  else if (id === 7) raw.compressed = reader.integer();
  else if (id === 9) raw.dataOffset = reader.integer();
  else if (id === 11) raw.dictionaryOffset = reader.integer();
  else if (id === 12) raw.statistics = readStatistics(reader);
  else if (id === 14) raw.bloomOffset = reader.integer();
  else if (id === 15) raw.bloomLength = reader.integer();
  else return false;
  return true;
}

function checkChunk(raw: RawChunk, limit: number): ColumnChunk {
  if (raw.codec !== zstdCodec || raw.path.length === 0) throw corrupt('a column is packed in another way');
  const dictionaryOffset = raw.dictionaryOffset < 0 ? null : raw.dictionaryOffset;
  const range = rangeWithin(dictionaryOffset ?? raw.dataOffset, raw.compressed, limit);
  const end = range.offset + range.length;
  return {
    name: raw.path[0],
    range,
    dictionaryOffset,
    dataOffset: within(raw.dataOffset, range.offset, end),
    values: within(raw.values, 0, Number.MAX_SAFE_INTEGER),
    uncompressedBytes: within(raw.uncompressed, 0, Number.MAX_SAFE_INTEGER),
    statistics: raw.statistics,
    bloom: raw.bloomOffset < 0 ? null : rangeWithin(raw.bloomOffset, raw.bloomLength, limit),
    pages: raw.indexOffset < 0 ? null : rangeWithin(raw.indexOffset, raw.indexLength, limit),
  };
}

function readStatistics(reader: ThriftReader): Statistics {
  const statistics: { nulls: number; exact: boolean; min?: Uint8Array; max?: Uint8Array } = { nulls: 0, exact: true };
  reader.nested((id) => {
    if (id === 3) statistics.nulls = reader.integer();
    // Copies, so that the footer's bytes can be freed.
    else if (id === 5) statistics.max = reader.bytes().slice();
    else if (id === 6) statistics.min = reader.bytes().slice();
    else if (id === 7 || id === 8) statistics.exact = reader.boolean() && statistics.exact;
    else return false;
    return true;
  });
  return statistics;
}

/** Page locations of a chunk from its OffsetIndex struct, each checked to lie in the chunk. */
export function decodePageLocations(bytes: Uint8Array, chunk: ColumnChunk): PageLocation[] {
  const reader = new ThriftReader(bytes);
  const pages: PageLocation[] = [];
  const end = chunk.range.offset + chunk.range.length;
  reader.struct((list) => {
    if (list !== 1) return false;
    reader.structs(() => {
      let [offset, length, firstRow] = [-1, -1, -1];
      reader.struct((id) => {
        if (id === 1) offset = reader.integer();
        else if (id === 2) length = reader.integer();
        else if (id === 3) firstRow = reader.integer();
        else return false;
        return true;
      });
      pages.push({ ...rangeWithin(offset, length, end), firstRow: within(firstRow, 0, maxRowGroupRows) });
    });
    return true;
  });
  return pages;
}

function rangeWithin(offset: number, length: number, end: number): ByteRange {
  within(offset, magic.length, end);
  return { offset, length: within(length, 0, end - offset) };
}

function within(value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw corrupt('a number in its metadata is out of range');
}
