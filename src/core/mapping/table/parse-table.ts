import type { Findings } from '../findings.ts';
import { type Place, shiftPlace, type YamlMap } from '../yaml/yaml-node.ts';
import type { Table, TableRow } from './table.ts';

const gap = /\t+[ ]*|[ ]{2,}/;

/**
 * A table from text: the first line names the columns, columns are set apart by a tab or two and more spaces, empty
 * lines and lines that begin with `#` are skipped. `start` is the place of the text's first character.
 */
export function parseTable(name: string, text: string, start: Place, findings: Findings): Table | undefined {
  const rows: TableRow[] = [];
  let heading: TableRow | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return;
    const row = parseRow(line, { file: start.file, line: start.line + index, column: start.column });
    if (heading === undefined) heading = row;
    else if (row.cells.length === heading.cells.length) rows.push(row);
    else reportShape(row, heading, findings);
  });
  if (heading === undefined) {
    findings.error('TABLE_SHAPE', start, `table "${name}" is empty. Its first line names the columns.`);
    return undefined;
  }
  const columns = heading.cells.map((cell, i) => ({ name: cell, place: heading!.places[i] }));
  return { name, place: start, columns, rows };
}

function parseRow(line: string, place: Place): TableRow {
  const indent = line.length - line.trimStart().length;
  const cells: string[] = [];
  const places: Place[] = [];
  let at = indent;
  for (const cell of line.trim().split(gap)) {
    at = line.indexOf(cell, at);
    cells.push(cell);
    places.push(shiftPlace(place, at));
    at += cell.length;
  }
  return { cells, places, place: places[0] };
}

function reportShape(row: TableRow, heading: TableRow, findings: Findings): void {
  findings.error(
    'TABLE_SHAPE',
    row.place,
    `this row has ${row.cells.length} cells, the heading has ${heading.cells.length}. Columns need two spaces between them; use - for "no value".`,
  );
}

/** A one-key table written as `{ key: value }`; keys and values are cells. */
export function tableOfMap(name: string, map: YamlMap, findings: Findings): Table {
  const rows: TableRow[] = [];
  for (const entry of map.entries) {
    if (entry.value.kind !== 'scalar') {
      findings.error(
        'VALUE_INVALID',
        entry.value.place,
        `table "${name}" has one value a key. Write a text table for more columns.`,
      );
      continue;
    }
    const places = [entry.place, entry.value.place];
    rows.push({ cells: [entry.key, entry.value.text], places, place: entry.place });
  }
  const columns = ['key', 'value'].map((column) => ({ name: column, place: map.place }));
  return { name, place: map.place, columns, rows };
}
