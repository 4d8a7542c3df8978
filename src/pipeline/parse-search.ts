import { KushiError } from '../core/error/error.ts';
import { all, type Query } from '../core/query/ast.ts';
import { parseKql } from '../core/query/kql/parse-kql.ts';
import type { Content } from './content.ts';

/** The query a KQL text means; everything for an empty one. Fails with the place of the first mistake. */
export function parseSearch(kql: string, content: Content, now: bigint): Query {
  if (kql.trim() === '') return all;
  const parsed = parseKql(kql, { fields: { types: content.fieldTypes, names: content.fieldNames }, now });
  if (parsed.value !== undefined) return parsed.value;
  throw new KushiError('QUERY_SYNTAX', 'The search cannot be understood.', { problems: parsed.problems });
}
