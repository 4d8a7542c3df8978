import { corrupt } from '../decode-error.ts';
import { buildFse, type FseLimits, type FseTable, readFse, singleFse } from './fse.ts';
import type { BlockRange } from './literals.ts';

/** The three tables a sequences section is coded with. */
export interface SequenceTables {
  readonly literalLengths: FseTable;
  readonly offsets: FseTable;
  readonly matchLengths: FseTable;
}

type Kind = keyof SequenceTables;

const limits: Record<Kind, FseLimits> = {
  literalLengths: { maxLog: 9, maxSymbol: 35 },
  offsets: { maxLog: 8, maxSymbol: 31 },
  matchLengths: { maxLog: 9, maxSymbol: 52 },
};

/** RFC 8878, 3.1.1.3.2.2: the default distributions. */
const predefined: SequenceTables = {
  literalLengths: buildFse(
    [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
    6,
  ),
  offsets: buildFse([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5),
  matchLengths: buildFse(
    [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ],
    6,
  ),
};

/** Reads the table descriptions behind the modes byte at `from`; returns them and where the sequences begin. */
export function readSequenceTables({ bytes, from, end }: BlockRange, previous: SequenceTables | null) {
  const modes = bytes[from];
  if ((modes & 3) !== 0) throw corrupt('A zstd block sets bits that are reserved.');
  let at = from + 1;
  const next = (kind: Kind, mode: number): FseTable => {
    if (mode === 0) return predefined[kind];
    if (mode === 3) {
      if (previous === null) throw corrupt('A zstd block uses the table of a block before, and there is none.');
      return previous[kind];
    }
    if (mode === 1) {
      const symbol = bytes[at++];
      if (symbol > limits[kind].maxSymbol) throw corrupt('A zstd table names a symbol that does not exist.');
      return singleFse(symbol);
    }
    const read = readFse(bytes, at, limits[kind]);
    at = read.end;
    return read.table;
  };
  const literalLengths = next('literalLengths', modes >> 6);
  const offsets = next('offsets', (modes >> 4) & 3);
  const matchLengths = next('matchLengths', (modes >> 2) & 3);
  if (at > end) throw corrupt('The tables of a zstd block are longer than the block.');
  return { tables: { literalLengths, offsets, matchLengths }, end: at };
}
