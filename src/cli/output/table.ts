import { printable } from './printable.ts';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand right. */
  readonly right?: boolean;
  /** Longest text shown; the rest is cut with an ellipsis. */
  readonly max?: number;
}

/** Rows as aligned text for people. Values are made harmless for the terminal. */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const texts = rows.map((row) => row.map((value, index) => cell(value, columns[index])));
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...texts.map((row) => width(row[index]))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((text, index) => pad(text, widths[index], columns[index].right === true))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...texts.map(line)].map((text) => `${text}\n`).join('');
}

function cell(value: string | number | null, column: TableColumn): string {
  if (value === null) return '-';
  const text = typeof value === 'number' ? value.toLocaleString('en-US') : printable(value);
  return column.max !== undefined && width(text) > column.max ? `${text.slice(0, column.max - 1)}…` : text;
}

function pad(text: string, size: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, size - width(text)));
  return right ? space + text : text + space;
}

/** Columns a text takes in a terminal: East Asian wide characters take two. */
function width(text: string): number {
  return (
    text.length +
    (text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g)
      ?.length ?? 0)
  );
}
