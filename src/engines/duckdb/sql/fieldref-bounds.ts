import type { Test } from '../../../core/query/ast.ts';
import { recordPrefix } from '../../../core/query/field-types.ts';
import { always, atMost, type Bounds, exactly, never } from './bounds.ts';
import { columnOf, type SqlColumn, textSql } from './column.ts';
import type { CompileContext } from './compile-query.ts';

type Fieldref = Test & { op: 'fieldref' };

/** Two columns of one row. Lists, and numbers whose text differs between SQL and JavaScript, are left to the evaluator. */
export function fieldrefBounds(field: string, test: Fieldref, context: CompileContext): Bounds {
  if (field.startsWith(recordPrefix) || test.field.startsWith(recordPrefix)) return atMost(always.upper);
  const mine = columnOf(field, context.kinds, context.types);
  const other = columnOf(test.field, context.kinds, context.types);
  if (mine === undefined || other === undefined) return never;
  const sql = relation(mine, other, test);
  return sql === undefined ? atMost(`(${mine.sql} IS NOT NULL AND ${other.sql} IS NOT NULL)`) : exactly(sql);
}

function relation(mine: SqlColumn, other: SqlColumn, test: Fieldref): string | undefined {
  if (mine.kind === 'list' || other.kind === 'list') return undefined;
  if (test.how === 'equals' && mine.comparison === 'ip' && other.comparison === 'ip') {
    return `kushi_ip(${mine.sql}) = kushi_ip(${other.sql})`;
  }
  if (test.how === 'equals' && isInteger(mine) && isInteger(other)) return `${mine.sql} = ${other.sql}`;
  const [a, b] = [textSql(mine), textSql(other)];
  if (a === undefined || b === undefined) return undefined;
  return relate(test.how, test.cased ? a : `lower(${a})`, test.cased ? b : `lower(${b})`);
}

function relate(how: Fieldref['how'], a: string, b: string): string {
  switch (how) {
    case 'equals':
      return `${a} = ${b}`;
    case 'contains':
      return `contains(${a}, ${b})`;
    case 'startswith':
      return `starts_with(${a}, ${b})`;
    case 'endswith':
      return `ends_with(${a}, ${b})`;
  }
}

function isInteger(column: SqlColumn): boolean {
  return column.comparison === 'integer' && column.kind === 'int64';
}
