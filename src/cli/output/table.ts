import { harmless } from '../../core/harmless/harmless.ts';
import { terminalWidth } from './terminal-width.ts';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand right. */
  readonly right?: boolean;
  /** Longest text shown; the rest is cut with an ellipsis. Such a column is narrowed when the table is too wide. */
  readonly max?: number;
  /** What is cut out: the end, or the middle where the end tells more, as in names with an id behind them. */
  readonly cut?: 'middle';
}

/** An elastic column is never narrower than this. */
const narrowest = 12;

/**
 * Rows as aligned text for people, at most `room` columns wide where the columns with a `max` allow it. Values are made
 * harmless for the terminal.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | number | null)[])[],
  room = terminalWidth(),
): string {
  const texts = rows.map((row) => row.map(cell));
  const natural = columns.map(({ title, max = Number.POSITIVE_INFINITY }, index) =>
    Math.max(width(title), Math.min(max, Math.max(0, ...texts.map((row) => width(row[index]))))),
  );
  const widths = fitWidths(columns, natural, room);
  const line = (cells: readonly string[]) =>
    cells
      .map((text, index) => pad(cutCell(text, widths[index], columns[index]), widths[index], columns[index].right))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...texts.map(line)].map((text) => `${text}\n`).join('');
}

/** The widest of the columns with a `max` give way first, all to the same width, until the table fits. */
function fitWidths(columns: readonly TableColumn[], natural: readonly number[], room: number): number[] {
  const fits = (most: number) =>
    natural.map((size, index) =>
      columns[index].max === undefined ? size : Math.min(size, Math.max(most, width(columns[index].title))),
    );
  const total = (widths: readonly number[]) =>
    widths.reduce((sum, size) => sum + size, 0) + 2 * widths.filter((size) => size > 0).length - 2;
  let most = Math.max(...natural);
  while (most > narrowest && total(fits(most)) > room) most--;
  return fits(most);
}

function cell(value: string | number | null): string {
  if (value === null) return '-';
  return typeof value === 'number' ? value.toLocaleString('en-US') : harmless(value);
}

function cutCell(text: string, size: number, { max, cut }: TableColumn): string {
  if (max === undefined || width(text) <= size) return text;
  if (cut === undefined) return `${head(text, size - 1)}…`;
  const front = Math.ceil((size - 1) / 2);
  return `${head(text, front)}…${[...head([...text].reverse().join(''), size - 1 - front)].reverse().join('')}`;
}

/** As much of a text's beginning as a width has room for. */
function head(text: string, room: number): string {
  let taken = '';
  for (const character of text) {
    if (width(taken + character) > room) break;
    taken += character;
  }
  return taken;
}

function pad(text: string, size: number, right = false): string {
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
