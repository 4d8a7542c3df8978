import { type Cell, cellCovers, keyFits, parseCell } from '../cell.ts';
import type { Place } from '../yaml/yaml-node.ts';

export interface TableRow {
  readonly cells: readonly string[];
  readonly places: readonly Place[];
  readonly place: Place;
}

/** A wildcard table as written: the heading names the columns, the first ones are the keys. */
export interface Table {
  readonly name: string;
  readonly place: Place;
  readonly columns: readonly { readonly name: string; readonly place: Place }[];
  readonly rows: readonly TableRow[];
}

/** A table whose first columns are compared with the values of `by`. */
export interface Lookup {
  readonly table: Table;
  readonly keys: readonly (readonly Cell[])[];
  /** Index of the first row, top to bottom, that fits the values and says something in the column; -1 for none. */
  find(values: readonly (string | undefined)[], column: number): number;
}

/** A cell that says nothing: the rows below are asked. */
export const noValue = '-';

/** The value of an output cell: `''` is a real empty text. */
export function cellValue(cell: string): string {
  return cell === "''" ? '' : cell;
}

export function createLookup(table: Table, keyColumns: number): Lookup {
  const keys = table.rows.map((row) => row.cells.slice(0, keyColumns).map(parseCell));
  const fits = (row: number, values: readonly (string | undefined)[]): boolean =>
    keys[row].every((cell, i) => keyFits(cell, values[i]));
  return {
    table,
    keys,
    find: (values, column) =>
      table.rows.findIndex((row, index) => row.cells[column] !== noValue && fits(index, values)),
  };
}

/** Rows of which every output is taken by rows above, each with the first row that takes all of it from it. */
export function unreachableRows(lookup: Lookup): { readonly row: TableRow; readonly by: TableRow }[] {
  const { table, keys } = lookup;
  const found: { row: TableRow; by: TableRow }[] = [];
  table.rows.forEach((row, index) => {
    const outputs = row.cells.map((_, i) => i).filter((i) => i >= keys[index].length && row.cells[i] !== noValue);
    const takers = outputs.map((column) =>
      table.rows.slice(0, index).find((other, i) => other.cells[column] !== noValue && covers(keys[i], keys[index])),
    );
    if (takers.length > 0 && takers.every((taker) => taker !== undefined)) found.push({ row, by: takers[0]! });
  });
  return found;
}

function covers(wide: readonly Cell[], narrow: readonly Cell[]): boolean {
  return wide.every((cell, i) => cellCovers(cell, narrow[i]));
}
