import type { TextTest } from '../../../core/query/ast.ts';
import { foldCase } from '../../../core/query/fold-case.ts';
import { objectColumn, offsetColumn } from './column.ts';
import type { Parameters } from './parameters.ts';
import { quoteName } from './quote.ts';
import { textCondition } from './text-condition.ts';

const ownShape = /^([0-9a-f]{24})-(0|[1-9a-f][0-9a-f]{0,12})$/;

/** Ids of our own are looked up by their parts, for which segments keep statistics; the vendor's by their column. */
export function eventIdEquals(test: TextTest & { op: 'equals' }, hasColumn: boolean, parameters: Parameters): string {
  const column = quoteName('event.id');
  const own = ownShape.exec(test.cased ? test.value : foldCase(test.value));
  const parts =
    own && `${objectColumn} = ${parameters.bind(own[1])} AND ${offsetColumn} = ${Number.parseInt(own[2], 16)}`;
  if (!hasColumn) return parts === null ? 'FALSE' : `(${parts})`;
  const vendor = textCondition(column, test, parameters);
  return parts === null ? vendor : `(${vendor} OR (${column} IS NULL AND ${parts}))`;
}
