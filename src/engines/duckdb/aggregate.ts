import type { Query } from '../../core/query/ast.ts';
import { comparisonOf } from '../../core/query/field-types.ts';
import { queryNeeds } from '../../core/query/query-fields.ts';
import { BucketCounter, type KeyPart, stepField, stepLength } from '../bucket-counter.ts';
import type { AggregateOptions, Bucket, Snapshot } from '../engine.ts';
import { undecidedRows } from './count.ts';
import { fromFiles, whereBounds } from './group-source.ts';
import type { ReadContext } from './scan.ts';
import { groupSegments, type SegmentGroup, segmentsInRange } from './schema.ts';
import { type Bounds, isExact } from './sql/bounds.ts';
import { columnOf, timeColumn } from './sql/column.ts';
import { Parameters } from './sql/parameters.ts';
import { quoteText } from './sql/quote.ts';
import { type Statement, statementOf } from './sql/statement.ts';

interface BoundGroup {
  readonly group: SegmentGroup;
  readonly bounds: Bounds;
}

/** One statement groups the rows that SQL decides; those it leaves open are counted behind it. */
export async function aggregateRows(
  query: Query,
  snapshot: Snapshot,
  options: AggregateOptions,
  context: ReadContext,
): Promise<readonly Bucket[]> {
  const parameters = new Parameters();
  const types = context.options.fieldTypes;
  const fields = new Set([...queryNeeds(query).fields, ...options.by]);
  const groups = groupSegments(segmentsInRange(snapshot.segments, options), fields).map(
    (group): BoundGroup => ({ group, bounds: whereBounds(query, group, { range: options, types, parameters }) }),
  );
  const exact = groups.every(({ bounds }) => isExact(bounds));
  const counter = new BucketCounter(options);
  const sql = aggregateSql(groups, { ...options, limit: exact ? options.limit : undefined }, context);
  if (sql !== undefined) await addBuckets(counter, statementOf(sql, parameters), options, context);
  for (const { group, bounds } of groups) {
    const question = { query, group, bounds, parameters, fields: options.by, signal: options.signal };
    for await (const row of undecidedRows(question, context)) counter.add(row);
  }
  return counter.buckets(types, options.limit);
}

async function addBuckets(
  counter: BucketCounter,
  statement: Statement,
  { by, signal }: AggregateOptions,
  context: ReadContext,
): Promise<void> {
  const database = await context.database();
  for await (const chunk of database.chunks(statement, signal)) {
    const columns = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnValues(i));
    const keys = columns.slice(0, by.length) as KeyPart[][];
    const [counts, firsts, lasts] = columns.slice(by.length) as bigint[][];
    for (let row = 0; row < chunk.rowCount; row++) {
      counter.merge({
        key: keys.map((column) => column[row]),
        count: Number(counts[row]),
        first: firsts[row],
        last: lasts[row],
      });
    }
  }
}

function aggregateSql(
  groups: readonly BoundGroup[],
  { by, step, limit }: Pick<AggregateOptions, 'by' | 'step'> & { limit?: number | undefined },
  context: ReadContext,
): string | undefined {
  const parts = groups
    .filter(({ bounds }) => bounds.lower !== 'FALSE')
    .map((part) => groupRows(part, { by, step }, groups, context));
  if (parts.length === 0) return undefined;
  const keys = by.map((_, i) => `k${i}`);
  const sql = [
    `SELECT ${[...keys, 'count(*) AS n', 'min(t)', 'max(t)'].join(', ')}`,
    `FROM (${parts.join('\nUNION ALL ')})`,
    'HAVING count(*) > 0',
  ];
  if (keys.length > 0) sql.splice(2, 1, `GROUP BY ${keys.join(', ')}`);
  if (limit !== undefined) {
    sql.push(`ORDER BY ${['n DESC', ...keys.map((key) => `${key} ASC NULLS LAST`)].join(', ')}`, `LIMIT ${limit}`);
  }
  return sql.join('\n');
}

/** Keys and time of a group's rows; lists are unnested one inside the other, since side by side they would be paired. */
function groupRows(
  { group, bounds }: BoundGroup,
  { by, step }: { by: readonly string[]; step: bigint | undefined },
  all: readonly BoundGroup[],
  context: ReadContext,
): string {
  const keys = by.map((field) => (field === stepField ? stepColumn(step) : keyColumn(field, group, all, context)));
  const selected = keys.map(({ sql }, i) => `${sql} AS k${i}`);
  let rows = `SELECT ${[...selected, `epoch_ns(${timeColumn}) AS t`].join(', ')}\nFROM ${fromFiles(group, context.localPath)}\nWHERE ${bounds.lower}`;
  keys.forEach(({ list }, i) => {
    if (list)
      rows = `SELECT * REPLACE (unnest(if(len(k${i}) > 0, list_distinct(k${i}), [NULL])) AS k${i}) FROM (${rows})`;
  });
  return rows;
}

/** SQL's remainder has the sign of what is divided, so that of a time before 1970 is added to once more. */
function stepColumn(asked: bigint | undefined): { sql: string; list: boolean } {
  const step = stepLength(asked);
  const time = `epoch_ns(${timeColumn})`;
  return { sql: `(${time} - ((${time} % ${step}) + ${step}) % ${step})`, list: false };
}

function keyColumn(
  field: string,
  group: SegmentGroup,
  all: readonly BoundGroup[],
  { options }: ReadContext,
): { sql: string; list: boolean } {
  if (field === '@day') return { sql: `strftime(${timeColumn}::TIMESTAMP, '%Y-%m-%d')`, list: false };
  if (field === '@dataset') return { sql: quoteText(group.dataset), list: false };
  const column = columnOf(field, group.kinds, options.fieldTypes);
  if (column === undefined) return { sql: 'NULL', list: false };
  if (column.kind === 'list') return { sql: column.sql, list: true };
  if (column.kind === 'bytes') return { sql: `to_base64(${column.sql})`, list: false };
  if (column.kind === 'int64' && comparisonOf(field, options.fieldTypes) === 'date') {
    return { sql: `epoch_ns(${column.sql})`, list: false };
  }
  return { sql: isMixed(field, all) ? `CAST(${column.sql} AS VARCHAR)` : column.sql, list: false };
}

/** Whether datasets keep a field in types that UNION cannot join; lists become their texts. */
function isMixed(field: string, groups: readonly BoundGroup[]): boolean {
  const kinds = groups.flatMap(({ group }) => (Object.hasOwn(group.kinds, field) ? [group.kinds[field]] : []));
  return new Set(kinds.map((kind) => (kind === 'list' || kind === 'bytes' ? 'text' : kind))).size > 1;
}
