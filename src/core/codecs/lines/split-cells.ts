/** How a line is cut: the character between cells, and whether cells may stand in quotes. */
export interface Split {
  readonly separator: string;
  readonly hasQuotes: boolean;
}

/** `space`, `tab`, `csv` or the character itself. */
export function parseSplit(split: string): Split {
  if (split === 'csv') return { separator: ',', hasQuotes: true };
  if (split === 'space') return { separator: ' ', hasQuotes: false };
  return { separator: split === 'tab' ? '\t' : split, hasQuotes: false };
}

/** Cells of a line that have a name, all there are, and what is behind the named ones. */
export interface Cells {
  readonly named: readonly string[];
  readonly count: number;
  readonly rest: string | null;
}

/** Cuts a line as wasm/assembly/lines.ts does. A cell in quotes loses them; anything behind its last quote keeps them. */
export function splitCells(line: string, { separator, hasQuotes }: Split, names: number): Cells {
  const named: string[] = [];
  let count = 0;
  let rest: string | null = null;
  for (let at = 0; ; count++) {
    const quoted = hasQuotes ? /^"(?:[^"]|"")*"/.exec(line.slice(at))?.[0] : undefined;
    const found = line.indexOf(separator, at + (quoted?.length ?? 0));
    const end = found < 0 ? line.length : found;
    if (count === names) rest = line.slice(at);
    const cell = line.slice(at, end);
    if (count < names) named.push(quoted === cell ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (found < 0) return { named, count: count + 1, rest };
    at = end + separator.length;
  }
}
