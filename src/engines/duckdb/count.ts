import type { Query } from '../../core/query/ast.ts';
import { compileQuery } from '../../core/query/evaluate.ts';
import { queryNeeds } from '../../core/query/query-fields.ts';
import type { EventRow, SearchOptions, Snapshot } from '../engine.ts';
import { rowAccess } from '../row-access.ts';
import { fromFiles, whereBounds } from './group-source.ts';
import { type ReadContext, scanRows } from './scan.ts';
import { groupSegments, type SegmentGroup, segmentsInRange } from './schema.ts';
import { type Bounds, isExact, undecided } from './sql/bounds.ts';
import { Parameters } from './sql/parameters.ts';
import { statementOf } from './sql/statement.ts';

type CountOptions = Pick<SearchOptions, 'from' | 'to' | 'datasets' | 'signal'>;

export async function countRows(
  query: Query,
  snapshot: Snapshot,
  options: CountOptions,
  context: ReadContext,
): Promise<number> {
  let count = 0;
  for (const group of groupSegments(segmentsInRange(snapshot.segments, options), queryNeeds(query).fields)) {
    count += await countGroup(query, group, options, context);
  }
  return count;
}

async function countGroup(
  query: Query,
  group: SegmentGroup,
  options: CountOptions,
  context: ReadContext,
): Promise<number> {
  const parameters = new Parameters();
  const bounds = whereBounds(query, group, { range: options, types: context.options.fieldTypes, parameters });
  const question = { query, group, bounds, parameters, signal: options.signal };
  if (bounds.lower === 'FALSE') return countUndecided(question, context);
  const [decided, open] = await countBounds(question, context);
  return decided + (open === 0 ? 0 : await countUndecided(question, context));
}

/** Rows that SQL knows to match, and rows it cannot tell: mostly none, so that raw records are read only once. */
async function countBounds(question: OpenQuestion, context: ReadContext): Promise<readonly number[]> {
  const { group, bounds, parameters, signal } = question;
  const open = isExact(bounds) ? '0' : `count(*) FILTER (WHERE ${undecided(bounds)})`;
  const sql = [
    `SELECT count(*)${isExact(bounds) ? '' : ` FILTER (WHERE ${bounds.lower})`}, ${open}`,
    `FROM ${fromFiles(group, context.localPath)}`,
    `WHERE ${bounds.upper}`,
  ].join('\n');
  const database = await context.database();
  for await (const chunk of database.chunks(statementOf(sql, parameters), signal)) {
    return [0, 1].map((column) => Number(chunk.getColumnValues(column)[0]));
  }
  return [0, 0];
}

async function countUndecided(question: OpenQuestion, context: ReadContext): Promise<number> {
  let count = 0;
  for await (const _row of undecidedRows(question, context)) count++;
  return count;
}

/** A question to a group whose answer SQL leaves open for some rows. */
export interface OpenQuestion {
  readonly query: Query;
  readonly group: SegmentGroup;
  readonly bounds: Bounds;
  readonly parameters: Parameters;
  /** More fields to read than the query needs. */
  readonly fields?: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** The rows between the bounds that the evaluator lets pass. */
export async function* undecidedRows(question: OpenQuestion, context: ReadContext): AsyncGenerator<EventRow> {
  const { query, group, bounds, parameters, signal } = question;
  if (isExact(bounds)) return;
  const needs = queryNeeds(query);
  const fields = new Set([...needs.fields, ...(question.fields ?? []), ...(needs.record ? ['event.original'] : [])]);
  const passes = compileQuery(query, context.options.fieldTypes);
  for await (const row of scanRows({ group, where: undecided(bounds), parameters, fields, signal }, context)) {
    if (passes(rowAccess(row, context.options.openRecord))) yield row;
  }
}
