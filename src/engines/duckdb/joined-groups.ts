import { randomInt } from 'node:crypto';
import type { Column } from '../../core/batch/column.ts';
import { type ColumnMemory, MemoryPool } from '../../core/batch/column-memory.ts';
import { convertColumn } from '../../core/parquet/convert-column.ts';
import { decodeColumn } from '../../core/parquet/decode-column.ts';
import { type ColumnJoiner, createColumnJoiner } from '../../core/parquet/join-columns.ts';
import type { ColumnSchema } from '../../core/parquet/metadata.ts';
import { columnKind } from './joined-schema.ts';
import type { SourceGroup, Sources } from './live-sources.ts';
import type { EventGroup } from './segment-writer.ts';

/** Columns that lie in memory at once, in bytes before compression. More of them take more passes over the sources. */
export const passBytes = 128 << 20;

interface Target {
  readonly columns: readonly ColumnSchema[];
  /** Numbers of live rows, in the order to be written. */
  readonly order: Uint32Array;
  readonly groupRows: number;
}

/**
 * The rows of sources in a given order, as many at a time as fit memory. Each pass reads of every source the rows it
 * wants, in the order they lie there, and gives the order they are to be written in beside them. A group's columns are
 * good until the next one is asked for.
 */
export async function* joinedGroups(sources: Sources, target: Target): AsyncGenerator<EventGroup> {
  const { order } = target;
  const passRows = rowsOfPass(sources, target.groupRows);
  // Where each live row goes, so that a pass can go through a source from top to bottom.
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]] = place;
  const pool = new MemoryPool();
  for (let start = 0; start < order.length; start += passRows) {
    const memory = pool.open();
    const end = Math.min(order.length, start + passRows);
    yield await joinPass(sources, target.columns, { places, start, end, memory });
    memory.close();
  }
}

/** A multiple of the row group, so that only the last one is short. */
function rowsOfPass({ groups, rows }: Sources, groupRows: number): number {
  let bytes = 0;
  let stored = 0;
  for (const { file, group } of groups) {
    const { chunks, rows: groupSize } = file.metadata.rowGroups[group];
    for (const { uncompressedBytes } of chunks.values()) bytes += uncompressedBytes;
    stored += groupSize;
  }
  const most = passBytes / Math.max(1, bytes / Math.max(1, stored));
  return Math.max(1, Math.floor(Math.min(most, rows + groupRows) / groupRows)) * groupRows;
}

interface Pass {
  readonly places: Uint32Array;
  /** Places `[start, end)` belong to this pass. */
  readonly start: number;
  readonly end: number;
  readonly memory: ColumnMemory;
}

interface Taken extends SourceGroup {
  /** The rows that this pass takes, ascending. */
  readonly taken: Uint32Array;
}

async function joinPass(sources: Sources, columns: readonly ColumnSchema[], pass: Pass): Promise<EventGroup> {
  const size = pass.end - pass.start;
  const rows = new Uint32Array(size);
  const taken: Taken[] = [];
  let arrived = 0;
  for (const source of sources.groups) {
    const some = takeRows(source, pass, (place) => {
      rows[place] = arrived++;
    });
    if (some.length > 0) taken.push({ ...source, taken: some });
  }
  const joined = new Map<string, Column>();
  for (const schema of columns)
    joined.set(schema.name, await joinColumn(schema, taken, { rows: size, memory: pass.memory }));
  return { columns: joined, rows };
}

function takeRows(source: SourceGroup, { places, start, end }: Pass, arrive: (place: number) => void): Uint32Array {
  const { rows, first } = source;
  return rows.filter((_, at) => {
    const place = places[first + at];
    if (place < start || place >= end) return false;
    arrive(place - start);
    return true;
  });
}

async function joinColumn(
  schema: ColumnSchema,
  sources: readonly Taken[],
  room: { readonly rows: number; readonly memory: ColumnMemory },
): Promise<Column> {
  const kind = columnKind(schema.kind);
  const options = { ...room, seed: randomInt(2 ** 32), unique: isUnique(schema, sources) };
  const joiner = createColumnJoiner(kind, { ...options, bytes: kind === 'bytes' ? bytesOf(schema, sources) : 0 });
  for (const source of sources) {
    const { chunks } = source.file.metadata.rowGroups[source.group];
    if (!chunks.has(schema.name)) joiner.append(null, source.taken);
    else if (kind === 'bytes') await appendPages(joiner, schema, source);
    else joiner.append(convertColumn(await source.file.column(source.group, schema.name), kind), source.taken);
  }
  return joiner.finish();
}

/** About how many bytes the taken rows have, if rows are about alike, and a little more. */
function bytesOf({ name }: ColumnSchema, sources: readonly Taken[]): number {
  let bytes = 1 << 16;
  for (const { file, group, taken } of sources) {
    const { chunks, rows } = file.metadata.rowGroups[group];
    bytes += ((chunks.get(name)?.uncompressedBytes ?? 0) * taken.length * 1.05) / rows;
  }
  return Math.ceil(bytes);
}

/** Whether more rows lie in chunks without a dictionary than in chunks with one. */
function isUnique(schema: ColumnSchema, sources: readonly Taken[]): boolean {
  if (schema.kind !== 'text') return false;
  let balance = 0;
  for (const { file, group, taken } of sources) {
    const chunk = file.metadata.rowGroups[group].chunks.get(schema.name);
    if (chunk !== undefined) balance += chunk.dictionaryOffset === null ? taken.length : -taken.length;
  }
  return balance > 0;
}

/** Raw records page by page: a whole chunk of them may be larger than memory has room for. */
async function appendPages(joiner: ColumnJoiner, schema: ColumnSchema, { file, group, taken }: Taken): Promise<void> {
  let at = 0;
  for await (const { page, firstRow, endRow } of file.pagesOfRows(group, schema.name, taken)) {
    let end = at;
    while (end < taken.length && taken[end] < endRow) end++;
    const column = decodeColumn(schema, { dictionary: null, data: [page] }, endRow - firstRow);
    joiner.append(
      column,
      taken.subarray(at, end).map((row) => row - firstRow),
    );
    at = end;
  }
}
