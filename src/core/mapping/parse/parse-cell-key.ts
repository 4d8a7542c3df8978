import { type Cell, parseCell } from '../cell.ts';
import type { Findings } from '../findings.ts';
import type { YamlEntry } from '../yaml/yaml-node.ts';

/** The key of a row of `map`, or the name of a case. A range that runs backwards fits nothing and is a problem. */
export function parseCellKey({ key, place }: Pick<YamlEntry, 'key' | 'place'>, findings: Findings): Cell {
  const cell = parseCell(key);
  for (const option of cell.options)
    if (option.kind === 'range' && option.from > option.to)
      findings.error('VALUE_INVALID', place, `${key} fits nothing. Write ${option.to}..${option.from}.`);
  return cell;
}
