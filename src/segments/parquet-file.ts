import type { Column } from '../core/batch/column.ts';
import type { ColumnMemory } from '../core/batch/column-memory.ts';
import { decodeBloomFilter, mayContain } from '../core/parquet/bloom-filter.ts';
import type { ByteDictionary } from '../core/parquet/byte-dictionary.ts';
import { compareBytes } from '../core/parquet/compare-bytes.ts';
import { corrupt } from '../core/parquet/corrupt.ts';
import { decodeColumn } from '../core/parquet/decode-column.ts';
import { decodeDictionary } from '../core/parquet/decode-values.ts';
import type { PageCodec } from '../core/parquet/format.ts';
import type { ByteRange, ColumnChunk, ColumnSchema, FileMetadata, PageLocation } from '../core/parquet/metadata.ts';
import { decodeMetadata, decodePageLocations, footerStart, trailerBytes } from '../core/parquet/read-metadata.ts';
import { type PageBody, readPage, readPages } from '../core/parquet/read-pages.ts';
import { LruCache } from './lru-cache.ts';
import type { SegmentStore } from './segment-store.ts';

/** A Parquet file of ours, its footer read. */
export interface ParquetFile {
  readonly metadata: FileMetadata;
  /** A column of a row group, whole; in memory that the caller gives, when it does. */
  column(group: number, name: string, memory?: ColumnMemory): Promise<Column>;
  /** The same, kept in memory for the next call: for what every look-up by identity reads. */
  keptColumn(group: number, name: string): Promise<Column>;
  /** All columns of a row group by one read; for small row groups. */
  columns(group: number): Promise<ReadonlyMap<string, Column>>;
  /** The same, kept in memory for the next call: for small row groups that look-ups come back to. */
  keptColumns(group: number): Promise<ReadonlyMap<string, Column>>;
  /** The pages that hold one row of a column, and the page's first row. Kept in memory for the next call. */
  pagesOfRow(group: number, name: string, row: number): Promise<RowPages>;
  /** Data pages of a column that hold the given rows (ascending), one after the other. */
  pagesOfRows(group: number, name: string, rows: Uint32Array): AsyncIterable<RowPage>;
  /** False when bounds or the Bloom filter exclude a value (UTF-8 bytes) from a row group. */
  mayHold(group: number, name: string, value: Uint8Array): Promise<boolean>;
}

export interface RowPages extends RowPage {
  readonly dictionary: ByteDictionary | null;
}

export interface RowPage {
  readonly page: PageBody;
  /** Rows `[firstRow, endRow)` of the row group. */
  readonly firstRow: number;
  readonly endRow: number;
}

export interface ParquetFiles {
  /** Fails with STORAGE_CORRUPT when the file is missing or no Parquet file of ours. */
  open(key: string): Promise<ParquetFile>;
  /** To be called when a file was put under a key anew. */
  forget(key: string): void;
}

/** Read at once from the end of a file: most footers with their page index are smaller. */
const tailBytes = 1 << 16;

/** Pages side by side are read together up to about this many bytes: each read opens the file anew. */
const longestRead = 1 << 20;

/** A footer in memory is several times its size in the file. */
const footerWeight = 6;

/** Footers and single pages stay in memory up to this many bytes. */
const defaultCacheBytes = 128 << 20;

/** Reads Parquet files of a store; a file never changes, so what was read of it is right until another takes its key. */
export function createParquetFiles(
  store: SegmentStore,
  codec: PageCodec,
  cacheBytes = defaultCacheBytes,
): ParquetFiles {
  const files = new LruCache<ParquetFile>(cacheBytes / 2);
  const kept = new LruCache<unknown>(cacheBytes / 2);
  let opened = 0;
  return {
    forget: (key) => files.delete(key),
    async open(key) {
      const known = files.get(key);
      if (known !== undefined) return known;
      const { metadata, footerBytes } = await readFooter(store, key);
      const file = parquetFile(metadata, { store, codec, key, kept, id: ++opened });
      files.set(key, file, footerBytes * footerWeight);
      return file;
    },
  };
}

async function readFooter(store: SegmentStore, key: string): Promise<{ metadata: FileMetadata; footerBytes: number }> {
  const size = await store.size(key);
  const tailStart = Math.max(0, size - tailBytes);
  const tail = await store.read(key, { offset: tailStart, length: size - tailStart });
  const start = footerStart(tail, size);
  const length = size - trailerBytes - start;
  const footer =
    start >= tailStart
      ? tail.subarray(start - tailStart, tail.length - trailerBytes)
      : await store.read(key, { offset: start, length });
  return { metadata: decodeMetadata(footer, start), footerBytes: length };
}

interface FileContext {
  readonly store: SegmentStore;
  readonly codec: PageCodec;
  readonly key: string;
  /** Tells what was kept of this file from what was kept of one that had its key before. */
  readonly id: number;
  /** Pages, dictionaries, filters, page indexes and columns that were read, of all files. */
  readonly kept: LruCache<unknown>;
}

interface ChunkOfGroup {
  readonly chunk: ColumnChunk;
  readonly schema: ColumnSchema;
  readonly rows: number;
}

function parquetFile(metadata: FileMetadata, context: FileContext): ParquetFile {
  const schemas = new Map(metadata.columns.map((schema) => [schema.name, schema]));
  const chunkOf = (group: number, name: string): ChunkOfGroup => {
    const { chunks, rows } = metadata.rowGroups[group];
    return { chunk: chunks.get(name)!, schema: schemas.get(name)!, rows };
  };
  return {
    metadata,
    column: (group, name, memory) => wholeColumn(chunkOf(group, name), context, memory),
    keptColumn(group, name) {
      const of = chunkOf(group, name);
      return cached(`column ${group} ${name}`, context, {
        make: () => wholeColumn(of, context),
        weigh: () => of.rows * 8 + of.chunk.uncompressedBytes,
      });
    },
    columns: (group) => wholeGroup(metadata, group, context),
    keptColumns: (group) =>
      cached(`group ${group}`, context, {
        make: () => wholeGroup(metadata, group, context),
        weigh: () => groupWeight(metadata.rowGroups[group]),
      }),
    async pagesOfRow(group, name, row) {
      const { chunk, rows } = chunkOf(group, name);
      const locations = await pageLocations(chunk, context);
      const index = pageOf(locations, row);
      const endRow = locations[index + 1]?.firstRow ?? rows;
      const { firstRow } = locations[index];
      const dictionary = await keptDictionary(chunk, context);
      return { dictionary, page: await keptPage(locations[index], context), firstRow, endRow };
    },
    async *pagesOfRows(group, name, wanted) {
      const { chunk, rows } = chunkOf(group, name);
      const pages = wantedPages(await pageLocations(chunk, context), rows, wanted);
      for (const run of adjacentPages(pages)) {
        const { offset } = run[0];
        const last = run[run.length - 1];
        const bytes = await read({ offset, length: last.offset + last.length - offset }, context);
        for (const { firstRow, endRow, ...at } of run) {
          yield { page: readPage(bytes, at.offset - offset, context.codec).page, firstRow, endRow };
        }
      }
    },
    async mayHold(group, name, value) {
      const { chunk } = chunkOf(group, name);
      if (!withinBounds(chunk, value)) return false;
      if (chunk.bloom === null) return true;
      return mayContain(await bloomFilter(chunk.bloom, context), value);
    },
  };
}

async function wholeGroup(
  metadata: FileMetadata,
  group: number,
  context: FileContext,
): Promise<ReadonlyMap<string, Column>> {
  const { chunks, rows } = metadata.rowGroups[group];
  const ranges = metadata.columns.map(({ name }) => chunks.get(name)!.range);
  const start = Math.min(...ranges.map(({ offset }) => offset));
  const end = Math.max(...ranges.map(({ offset, length }) => offset + length));
  const bytes = await read({ offset: start, length: end - start }, context);
  return new Map(
    metadata.columns.map((schema, index) => {
      const { offset, length } = ranges[index];
      const pages = readPages(bytes.subarray(offset - start, offset - start + length), context.codec);
      return [schema.name, decodeColumn(schema, pages, rows)];
    }),
  );
}

/** Eight bytes a value of each column, and dictionaries as large as their pages. */
function groupWeight({ chunks, rows }: FileMetadata['rowGroups'][number]): number {
  let weight = 0;
  for (const { uncompressedBytes } of chunks.values()) weight += rows * 8 + uncompressedBytes;
  return weight;
}

function read(range: ByteRange, { store, key }: FileContext): Promise<Uint8Array> {
  return store.read(key, range);
}

/** Keeps what `make` gives under a name in the file. */
async function cached<T>(
  name: string,
  { kept, id }: FileContext,
  { make, weigh }: { make: () => Promise<T>; weigh: (made: T) => number },
): Promise<T> {
  const known = kept.get(`${id} ${name}`);
  if (known !== undefined) return known as T;
  const made = await make();
  kept.set(`${id} ${name}`, made, weigh(made));
  return made;
}

async function wholeColumn(
  { chunk, schema, rows }: ChunkOfGroup,
  context: FileContext,
  memory?: ColumnMemory,
): Promise<Column> {
  return decodeColumn(schema, readPages(await read(chunk.range, context), context.codec), rows, memory);
}

async function pageAt(range: ByteRange, context: FileContext): Promise<PageBody> {
  return readPage(await read(range, context), 0, context.codec).page;
}

function keptPage(range: ByteRange, context: FileContext): Promise<PageBody> {
  return cached(`page ${range.offset}`, context, {
    make: () => pageAt(range, context),
    weigh: ({ body }) => body.length,
  });
}

async function keptDictionary(chunk: ColumnChunk, context: FileContext): Promise<ByteDictionary | null> {
  if (chunk.dictionaryOffset === null) return null;
  const range = { offset: chunk.dictionaryOffset, length: chunk.dataOffset - chunk.dictionaryOffset };
  return cached(`dictionary ${range.offset}`, context, {
    make: async () => decodeDictionary(await pageAt(range, context)),
    weigh: ({ bytes, starts }) => bytes.length + starts.byteLength,
  });
}

function bloomFilter(range: ByteRange, context: FileContext): Promise<Uint32Array> {
  return cached(`bloom ${range.offset}`, context, {
    make: async () => decodeBloomFilter(await read(range, context)),
    weigh: ({ byteLength }) => byteLength,
  });
}

/** A page's location in memory, about. */
const locationWeight = 64;

/** A chunk without an index has one data page, from its data offset to its end. */
async function pageLocations(chunk: ColumnChunk, context: FileContext): Promise<readonly PageLocation[]> {
  const { pages, range, dataOffset } = chunk;
  if (pages === null) return [{ offset: dataOffset, length: range.offset + range.length - dataOffset, firstRow: 0 }];
  const locations = await cached(`index ${pages.offset}`, context, {
    make: async () => decodePageLocations(await read(pages, context), chunk),
    weigh: ({ length }) => length * locationWeight,
  });
  if (locations[0]?.firstRow !== 0) throw corrupt('its page index does not begin with the first row');
  return locations;
}

interface WantedPage extends PageLocation {
  readonly endRow: number;
}

/** Pages that hold the wanted rows (ascending) of a chunk of `rows` rows. */
function wantedPages(pages: readonly PageLocation[], rows: number, wanted: Uint32Array): WantedPage[] {
  const found: WantedPage[] = [];
  for (const row of wanted) {
    if (row < (found.at(-1)?.endRow ?? 0)) continue;
    const index = pageOf(pages, row);
    found.push({ ...pages[index], endRow: pages[index + 1]?.firstRow ?? rows });
  }
  return found;
}

/** Runs of pages that lie side by side, each read at once, up to a size that memory has room for. */
function* adjacentPages(pages: readonly WantedPage[]): Iterable<WantedPage[]> {
  let run: WantedPage[] = [];
  let length = 0;
  for (const page of pages) {
    const last = run.at(-1);
    if (last !== undefined && (last.offset + last.length !== page.offset || length > longestRead)) {
      yield run;
      run = [];
      length = 0;
    }
    run.push(page);
    length += page.length;
  }
  if (run.length > 0) yield run;
}

/** The last page that begins at or before a row. */
function pageOf(pages: readonly PageLocation[], row: number): number {
  let low = 0;
  let high = pages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pages[middle].firstRow <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

function withinBounds(chunk: ColumnChunk, value: Uint8Array): boolean {
  const { min, max } = chunk.statistics;
  if (min === undefined || max === undefined) return true;
  const slice = (bytes: Uint8Array) => ({ bytes, start: 0, end: bytes.length });
  return compareBytes(slice(value), slice(min)) >= 0 && compareBytes(slice(value), slice(max)) <= 0;
}
