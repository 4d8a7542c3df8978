import type { Query, Test } from '../../../core/query/ast.ts';
import { type FieldTypes, recordPrefix } from '../../../core/query/field-types.ts';
import { allOf, always, anyOf, type Bounds, exactly, never, notOf } from './bounds.ts';
import { columnOf, type Kinds } from './column.ts';
import { columnBounds } from './column-bounds.ts';
import { eventIdEquals } from './event-id.ts';
import { fieldrefBounds } from './fieldref-bounds.ts';
import type { Parameters } from './parameters.ts';
import { keywordBounds, recordBounds } from './record-bounds.ts';

/** What a statement is compiled for: the columns that its segments have, and where its texts go. */
export interface CompileContext {
  readonly kinds: Kinds;
  readonly types: FieldTypes;
  readonly parameters: Parameters;
}

/** A query as a condition over the rows of segments that share their columns. Throws QUERY_VALUE_INVALID as the evaluator does. */
export function compileQuery(query: Query, context: CompileContext): Bounds {
  switch (query.kind) {
    case 'all':
      return always;
    case 'none':
      return never;
    case 'and':
      return allOf(query.of.map((part) => compileQuery(part, context)));
    case 'or':
      return anyOf(query.of.map((part) => compileQuery(part, context)));
    case 'not':
      return notOf(compileQuery(query.of, context));
    case 'keyword':
      return keywordBounds(query.test, context.parameters);
    case 'test':
      return compileTest(query.field, query.test, context);
  }
}

function compileTest(field: string, test: Test, context: CompileContext): Bounds {
  if (field.startsWith(recordPrefix)) return recordBounds(test, context.parameters);
  if (test.op === 'fieldref') return fieldrefBounds(field, test, context);
  const column = columnOf(field, context.kinds, context.types);
  if (column === undefined) return test.op === 'null' ? always : never;
  if (field === 'event.id' && test.op === 'equals') {
    return exactly(eventIdEquals(test, Object.hasOwn(context.kinds, field), context.parameters));
  }
  return columnBounds(column, test, context.parameters);
}
