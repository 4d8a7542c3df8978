import type { Test, TextTest } from '../../../core/query/ast.ts';
import { foldCase } from '../../../core/query/fold-case.ts';
import { parseNumber } from '../../../core/query/number-value.ts';
import { isRange, type RangeTest, type ValueTest } from '../../../core/query/value-test.ts';
import { atMost, type Bounds, exactly, never } from './bounds.ts';
import { type SqlColumn, textSql } from './column.ts';
import { cidrCondition, ipEquals, ipRange, rangeSigns } from './ip-condition.ts';
import type { Parameters } from './parameters.ts';
import { textCondition } from './text-condition.ts';
import {
  booleanCondition,
  dateCondition,
  doubleCondition,
  integerCondition,
  type NumericOp,
} from './typed-condition.ts';

/** A condition, 'never', or 'evaluator' for what SQL cannot say exactly. */
type Condition = { readonly sql: string } | 'never' | 'evaluator';

/** A test of one column, in its stored type as far as its field's type goes with that. */
export function columnBounds(
  column: SqlColumn,
  test: Exclude<Test, { op: 'fieldref' }>,
  parameters: Parameters,
): Bounds {
  if (test.op === 'exists')
    return exactly(column.kind === 'list' ? `len(${column.sql}) > 0` : `${column.sql} IS NOT NULL`);
  if (test.op === 'null') return exactly(nullCondition(column, parameters));
  const condition = valueCondition(column, test, parameters);
  if (condition === 'never') return never;
  return condition === 'evaluator' ? atMost(`${column.sql} IS NOT NULL`) : exactly(condition.sql);
}

function nullCondition({ sql, kind }: SqlColumn, parameters: Parameters): string {
  const empty = parameters.bind('');
  if (kind === 'list') return `(coalesce(len(${sql}), 0) = 0 OR list_contains(${sql}, ${empty}))`;
  return kind === 'text' ? `(${sql} IS NULL OR ${sql} = ${empty})` : `${sql} IS NULL`;
}

function valueCondition(column: SqlColumn, test: ValueTest, parameters: Parameters): Condition {
  if (column.kind !== 'list') return scalarCondition(column, test, parameters);
  const element = scalarCondition({ ...column, sql: 'x', kind: 'text' }, test, parameters);
  if (typeof element === 'string') return element;
  const equal = /^x = (\$\d+)$/.exec(element.sql);
  return equal === null
    ? { sql: `len(list_filter(${column.sql}, lambda x: ${element.sql})) > 0` }
    : { sql: `list_contains(${column.sql}, ${equal[1]})` };
}

function scalarCondition(column: SqlColumn, test: ValueTest, parameters: Parameters): Condition {
  if (isRange(test)) return rangeCondition(column, test, parameters);
  if (test.op === 'datepart') {
    if (column.comparison !== 'date' || column.kind !== 'int64') return 'evaluator';
    const sign = test.is === 'equals' ? '=' : rangeSigns[test.is];
    return { sql: `date_part('${test.part}', ${column.sql}::TIMESTAMP) ${sign} ${test.value}` };
  }
  const text = textSql(column);
  if (test.op === 'cidr') {
    return text === undefined ? 'evaluator' : given(cidrCondition(text, test.cidr, column.comparison, parameters));
  }
  if (test.op === 'equals') return equalsCondition(column, test, parameters);
  return text === undefined ? 'evaluator' : { sql: textCondition(text, test, parameters) };
}

function equalsCondition(column: SqlColumn, test: TextTest & { op: 'equals' }, parameters: Parameters): Condition {
  const typed = typedCondition(column, 'equals', test.value);
  if (typed !== undefined) return typed;
  const text = textSql(column);
  if (text === undefined) return 'evaluator';
  if (column.comparison === 'ip') return given(ipEquals(text, test.value, parameters));
  if (column.comparison === 'boolean') return { sql: `${text} = ${parameters.bind(foldCase(test.value))}` };
  return { sql: textCondition(text, test, parameters) };
}

function rangeCondition(column: SqlColumn, test: RangeTest, parameters: Parameters): Condition {
  const typed = typedCondition(column, test.op, test.value);
  if (typed !== undefined) return typed;
  const text = textSql(column);
  if (column.comparison === 'boolean') return 'never';
  if (text === undefined) return 'evaluator';
  if (column.comparison === 'ip') return given(ipRange(text, test.op, test.value));
  if (parseNumber(test.value) !== undefined) return 'evaluator';
  return { sql: `lower(${text}) ${rangeSigns[test.op]} ${parameters.bind(foldCase(test.value))}` };
}

/** Comparison in the stored type; undefined for texts, 'evaluator' where a typed field is stored otherwise (lists are texts). */
function typedCondition({ sql, kind, comparison }: SqlColumn, op: NumericOp, value: string): Condition | undefined {
  switch (comparison) {
    case 'integer':
      return kind === 'int64' ? given(integerCondition(sql, op, value)) : 'evaluator';
    case 'double':
      if (kind === 'int64') return given(doubleCondition(`CAST(${sql} AS DOUBLE)`, op, value));
      return kind === 'double' ? given(doubleCondition(sql, op, value)) : 'evaluator';
    case 'date':
      return kind === 'int64' ? given(dateCondition(sql, op, value)) : 'evaluator';
    case 'boolean':
      return kind === 'boolean' ? given(booleanCondition(sql, op, value)) : undefined;
    default:
      return undefined;
  }
}

function given(sql: string | undefined): Condition {
  return sql === undefined ? 'never' : { sql };
}
