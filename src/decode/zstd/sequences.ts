import { corrupt } from '../decode-error.ts';
import type { FseTable } from './fse.ts';
import { append, copyBack, type History } from './history.ts';
import { type BlockRange, maxBlockBytes } from './literals.ts';
import { lastBit, peekBits } from './reverse-bits.ts';
import type { SequenceTables } from './sequence-tables.ts';

/** RFC 8878, 3.1.1.3.2.1: baselines follow from the extra bits, so only those are listed. */
const literalLengthBits = Uint8Array.from([
  ...Array(16).fill(0),
  1,
  1,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  6,
  7,
  8,
  9,
  10,
  11,
  12,
  13,
  14,
  15,
  16,
]);
const matchLengthBits = Uint8Array.from([
  ...Array(32).fill(0),
  1,
  1,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  4,
  5,
  7,
  8,
  9,
  10,
  11,
  12,
  13,
  14,
  15,
  16,
]);
const literalLengthBase = baselines(literalLengthBits, 0);
const matchLengthBase = baselines(matchLengthBits, 3);

/** Offsets beyond the largest window that is read cannot be right, and would need more bits than one read gives. */
const maxOffsetCode = 27;

function baselines(bits: Uint8Array, first: number): Uint32Array {
  let base = first;
  return Uint32Array.from(bits, (count) => {
    const own = base;
    base += 1 << count;
    return own;
  });
}

/** The number of sequences (RFC 8878, 3.1.1.3.2.1) and where their tables begin. */
export function sequenceCount(bytes: Uint8Array, at: number): { count: number; end: number } {
  const first = bytes[at];
  if (first < 128) return { count: first, end: at + 1 };
  if (first < 255) return { count: ((first - 128) << 8) + bytes[at + 1], end: at + 2 };
  return { count: bytes[at + 1] + (bytes[at + 2] << 8) + 0x7f00, end: at + 3 };
}

export interface SequenceInput {
  readonly range: BlockRange;
  readonly count: number;
  readonly tables: SequenceTables;
  readonly literals: Uint8Array;
  /** The last three offsets, newest first; carried from block to block and changed here. */
  readonly recent: Int32Array;
}

/** Reads `count` sequences and carries them out: literals, then a copy from the history, each; then the rest of the literals. */
export function runSequences({ range, count, tables, literals, recent }: SequenceInput, history: History): void {
  const { bytes, from, end } = range;
  const { literalLengths, offsets, matchLengths } = tables;
  if (end <= from) throw corrupt('A zstd block has no bits for its sequences.');
  const limit = history.size + maxBlockBytes;
  const first = from * 8;
  let position = lastBit(bytes, end) - literalLengths.log;
  let literalState = peekBits(bytes, position, literalLengths.log);
  position -= offsets.log;
  let offsetState = peekBits(bytes, position, offsets.log);
  position -= matchLengths.log;
  let matchState = peekBits(bytes, position, matchLengths.log);
  let used = 0;
  for (let left = count; left > 0; left--) {
    const offsetCode = offsets.symbols[offsetState];
    const literalCode = literalLengths.symbols[literalState];
    const matchCode = matchLengths.symbols[matchState];
    if (offsetCode > maxOffsetCode) throw corrupt('A zstd match begins before its window.');
    position -= offsetCode;
    const offsetValue = (1 << offsetCode) + longBits(bytes, position, offsetCode);
    position -= matchLengthBits[matchCode];
    const matchLength = matchLengthBase[matchCode] + peekBits(bytes, position, matchLengthBits[matchCode]);
    position -= literalLengthBits[literalCode];
    const literalLength = literalLengthBase[literalCode] + peekBits(bytes, position, literalLengthBits[literalCode]);
    if (position < first) throw corrupt('The sequences of a zstd block are cut short.');
    if (used + literalLength > literals.length || history.size + literalLength + matchLength > limit) {
      throw corrupt('The sequences of a zstd block make more than a block may hold.');
    }
    append(history, literals, { from: used, end: used + literalLength });
    used += literalLength;
    copyBack(history, distanceOf(offsetValue, literalLength, recent), matchLength);
    if (left > 1) {
      position -= literalLengths.bits[literalState];
      literalState = next(literalLengths, literalState, peekBits(bytes, position, literalLengths.bits[literalState]));
      position -= matchLengths.bits[matchState];
      matchState = next(matchLengths, matchState, peekBits(bytes, position, matchLengths.bits[matchState]));
      position -= offsets.bits[offsetState];
      offsetState = next(offsets, offsetState, peekBits(bytes, position, offsets.bits[offsetState]));
    }
  }
  if (position !== first) throw corrupt('The sequences of a zstd block do not end where the block does.');
  if (history.size + literals.length - used > limit) throw corrupt('A zstd block makes more than a block may hold.');
  append(history, literals, { from: used, end: literals.length });
}

const next = (table: FseTable, state: number, bits: number): number => table.base[state] + bits;

function longBits(bytes: Uint8Array, position: number, count: number): number {
  if (count <= 24) return peekBits(bytes, position, count);
  return peekBits(bytes, position, 16) | (peekBits(bytes, position + 16, count - 16) << 16);
}

/** Offset values 1 to 3 stand for recent offsets, shifted by one when no literals come before (RFC 8878, 3.1.1.5). */
function distanceOf(value: number, literalLength: number, recent: Int32Array): number {
  const index = value > 3 ? 3 : value - 1 + (literalLength === 0 ? 1 : 0);
  if (index === 0) return recent[0];
  const distance = value > 3 ? value - 3 : index === 3 ? recent[0] - 1 : recent[index];
  if (distance < 1) throw corrupt('A zstd match has no distance.');
  if (index > 1) recent[2] = recent[1];
  recent[1] = recent[0];
  recent[0] = distance;
  return distance;
}
