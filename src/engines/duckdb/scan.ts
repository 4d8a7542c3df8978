import { comparisonOf } from '../../core/query/field-types.ts';
import type { EventRow, FieldValue, SearchOptions } from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { Database } from './database.ts';
import { fromFiles, type LocalPath } from './group-source.ts';
import type { SegmentGroup } from './schema.ts';
import { generationColumn, objectColumn, offsetColumn, rawColumn, timeColumn } from './sql/column.ts';
import type { Parameters } from './sql/parameters.ts';
import { quoteName, timestamp } from './sql/quote.ts';
import { statementOf } from './sql/statement.ts';
import type { TimeSlice } from './time-slices.ts';

/** What the engine's readers share. */
export interface ReadContext {
  /** Opened by the first question. */
  readonly database: () => Promise<Database>;
  readonly localPath: LocalPath;
  readonly options: EngineOptions;
}

/** A question to one group of segments. */
export interface Scan {
  readonly group: SegmentGroup;
  readonly where: string;
  readonly parameters: Parameters;
  /** Fields to read; all of the group's and the raw record when absent. */
  readonly fields?: ReadonlySet<string>;
  readonly order?: SearchOptions['order'];
  readonly limit?: number | undefined;
  readonly slice?: TimeSlice | undefined;
  readonly signal: AbortSignal | undefined;
}

const orders = { newest: 'DESC', oldest: 'ASC' } as const;

/** The rows of a group, in order when one is given. */
export async function* scanRows(scan: Scan, context: ReadContext): AsyncGenerator<EventRow> {
  const { group } = scan;
  if (scan.where === 'FALSE') return;
  const fields = ['event.original', ...Object.keys(group.kinds).filter((name) => name !== 'event.original')].filter(
    (name) => scan.fields === undefined || scan.fields.has(name),
  );
  const statement = statementOf(scanSql(scan, fields, context), scan.parameters);
  const database = await context.database();
  for await (const chunk of database.chunks(statement, scan.signal)) {
    const columns = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnValues(i));
    for (let row = 0; row < chunk.rowCount; row++) yield toRow(columns, row, fields, group.dataset);
  }
}

function scanSql(scan: Scan, fields: readonly string[], context: ReadContext): string {
  const { group, where, order, limit, slice } = scan;
  const columns = [`epoch_ns(${timeColumn})`, objectColumn, offsetColumn, generationColumn];
  const sql = [
    `SELECT ${[...columns, ...fields.map((field) => readColumn(field, group, context))].join(', ')}`,
    `FROM ${fromFiles(group, context.localPath)}`,
    `WHERE (${where})`,
  ];
  if (slice !== undefined) {
    sql.push(`AND ${timeColumn} >= ${timestamp(slice.from)} AND ${timeColumn} < ${timestamp(slice.to)}`);
  }
  if (order !== undefined) {
    sql.push(`ORDER BY ${timeColumn} ${orders[order]}, ${objectColumn}, ${offsetColumn}, ${generationColumn}`);
  }
  if (limit !== undefined) sql.push(`LIMIT ${limit}`);
  return sql.join('\n');
}

/** Raw records are read as bytes, because the driver drops a byte order mark from texts. */
function readColumn(field: string, group: SegmentGroup, { options }: ReadContext): string {
  if (field === 'event.original') return `encode(${rawColumn})`;
  const name = quoteName(field);
  if (group.kinds[field] === 'bytes') return `to_base64(${name})`;
  const isTime = group.kinds[field] === 'int64' && comparisonOf(field, options.fieldTypes) === 'date';
  return isTime ? `epoch_ns(${name})` : name;
}

const firstField = 4;

function toRow(
  columns: readonly (readonly unknown[])[],
  row: number,
  names: readonly string[],
  dataset: string,
): EventRow {
  const fields: Record<string, FieldValue> = {};
  for (let i = 0; i < names.length; i++) {
    const value = toFieldValue(columns[firstField + i][row]);
    if (value !== undefined) fields[names[i]] = value;
  }
  return {
    time: columns[0][row] as bigint,
    object: columns[1][row] as string,
    offset: Number(columns[2][row]),
    generation: Number(columns[3][row]),
    dataset,
    fields,
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The driver's values as ours: lists come as `{ items }`, bytes as `{ bytes }`; an empty list is absent. */
function toFieldValue(value: unknown): FieldValue | undefined {
  if (value === null || typeof value !== 'object') return (value ?? undefined) as FieldValue | undefined;
  if ('bytes' in value) return decoder.decode(value.bytes as Uint8Array);
  const { items } = value as { items: readonly string[] };
  return items.length === 0 ? undefined : items;
}
