import { randomInt } from 'node:crypto';
import type { Column } from '../../core/batch/column.ts';
import type { ColumnMemory, MemoryPool } from '../../core/batch/column-memory.ts';
import { convertColumn } from '../../core/parquet/convert-column.ts';
import { createColumnJoiner, type JoinedKind } from '../../core/parquet/join-columns.ts';
import type { ColumnSchema } from '../../core/parquet/metadata.ts';
import { columnKind } from './joined-schema.ts';
import type { SourceGroup } from './live-sources.ts';

export interface JoinMemory {
  /** Rows of all sources. */
  readonly rows: number;
  readonly memory: ColumnMemory;
  /** For a source's column, until it is joined. */
  readonly sourceMemory: MemoryPool;
}

/** One column of the rows of sources, one after the other. */
export async function joinColumn(
  schema: ColumnSchema,
  sources: readonly SourceGroup[],
  { rows, memory, sourceMemory }: JoinMemory,
): Promise<Column> {
  const kind = columnKind(schema.kind) as JoinedKind;
  const unique = uniqueBytes(schema, sources);
  const joiner = createColumnJoiner(kind, { rows, memory, seed: randomInt(2 ** 32), unique });
  for (const source of sources) {
    if (source.rows.length === 0) continue;
    const { chunks } = source.file.metadata.rowGroups[source.group];
    const decoded = sourceMemory.open();
    const has = chunks.has(schema.name);
    const column = has ? convertColumn(await source.file.column(source.group, schema.name, decoded), kind) : null;
    joiner.append(column, source.rows);
    decoded.close();
  }
  return joiner.finish();
}

/**
 * About how many bytes the values of the rows have, when more rows lie in chunks without a dictionary than in chunks with
 * one; null when values are to be compared.
 */
function uniqueBytes({ name, kind }: ColumnSchema, sources: readonly SourceGroup[]): number | null {
  if (kind !== 'text') return null;
  let balance = 0;
  let bytes = 0;
  for (const { file, group, rows: taken } of sources) {
    const { chunks, rows } = file.metadata.rowGroups[group];
    const chunk = chunks.get(name);
    if (chunk === undefined) continue;
    balance += chunk.dictionaryOffset === null ? taken.length : -taken.length;
    bytes += (chunk.uncompressedBytes * taken.length) / rows;
  }
  return balance > 0 ? Math.ceil(bytes) : null;
}
