import { ecsField } from '../../ecs/ecs.ts';
import type { Classify } from '../ast.ts';
import { checkConstant } from '../field/check-constant.ts';
import { cellValue, type Lookup, noValue, type TableRow, unreachableRows } from '../table/table.ts';
import { checkTypes } from './check-types.ts';
import type { Context } from './context.ts';

/** Reports cells that their field does not allow, types that do not go with their category, rows never reached. */
export function checkTable(lookup: Lookup, classify: Classify, context: Context): void {
  const { table } = lookup;
  if (classify.by.length >= table.columns.length) {
    context.findings.error(
      'TABLE_SHAPE',
      classify.place,
      `table "${table.name}" has ${table.columns.length} columns; by names ${classify.by.length} keys and leaves nothing to set.`,
    );
    return;
  }
  for (const row of table.rows) checkRow(row, lookup, classify.by.length, context);
  for (const { row, by } of unreachableRows(lookup)) {
    const keys = (of: TableRow): string => of.cells.slice(0, classify.by.length).join('  ');
    const message = `row "${keys(row)}" never matches: row ${by.place.line} "${keys(by)}" takes all of it. Move it above line ${by.place.line}.`;
    context.findings.error('ROW_UNREACHABLE', row.place, message);
  }
}

function checkRow(row: TableRow, { table }: Lookup, keys: number, context: Context): void {
  const cells = new Map<string, readonly string[]>();
  for (let column = keys; column < table.columns.length; column++) {
    if (row.cells[column] === noValue) continue;
    const field = context.fields.find(table.columns[column].name);
    if (field === undefined) continue;
    const text = cellValue(row.cells[column]);
    const values = field.array ? text.split(',').map((part) => part.trim()) : [text];
    for (const value of values) checkConstant(field, value, row.places[column], context.findings);
    cells.set(
      field.name,
      values.filter((value) => ecsField(field.name)?.allowed?.includes(value) ?? true),
    );
  }
  const types = table.columns.findIndex((column) => column.name === 'event.type');
  const place = row.places[types] ?? row.place;
  checkTypes(
    cells.get('event.category') ?? [],
    cells.get('event.type') ?? [],
    place,
    ` (row ${place.line})`,
    context.findings,
  );
}
