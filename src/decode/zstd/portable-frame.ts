import { corrupt } from '../decode-error.ts';
import { append, type History, makeRoom, newHistory } from './history.ts';
import type { HuffmanTable } from './huffman.ts';
import { maxBlockBytes, readLiterals } from './literals.ts';
import { readSequenceTables, type SequenceTables } from './sequence-tables.ts';
import { runSequences, sequenceCount } from './sequences.ts';

/** What one block inherits from those before it in its frame. */
interface Carried {
  readonly history: History;
  readonly recent: Int32Array;
  huffman: HuffmanTable | null;
  tables: SequenceTables | null;
}

/** Bytes that bit readers may look at beyond a block's ends. */
const margin = 8;

export type BlockDecoder = (content: Uint8Array) => Uint8Array;

/**
 * Decodes the compressed blocks of one frame in their order, in plain TypeScript: for Node versions whose zlib lacks zstd.
 * Bounded for any input: a block makes at most 128 KiB, and the history grows with what was decoded. `remember` takes
 * the content of blocks that are stored raw or as a run. Returned arrays are new.
 */
export function portableFrame(window: number): { compressed: BlockDecoder; remember(content: Uint8Array): void } {
  const carried: Carried = { history: newHistory(window), recent: Int32Array.of(1, 4, 8), huffman: null, tables: null };
  const scratch = new Uint8Array(maxBlockBytes + 2 * margin);
  return {
    compressed(content) {
      makeRoom(carried.history);
      const start = carried.history.size;
      scratch.set(content, margin);
      scratch.fill(0, margin + content.length, 2 * margin + content.length);
      decodeBlock(scratch, margin + content.length, carried);
      return carried.history.bytes.slice(start, carried.history.size);
    },
    remember(content) {
      makeRoom(carried.history);
      append(carried.history, content, { from: 0, end: content.length });
    },
  };
}

function decodeBlock(bytes: Uint8Array, end: number, carried: Carried): void {
  const literals = readLiterals({ bytes, from: margin, end }, carried.huffman);
  carried.huffman = literals.table;
  const { count, end: modes } = sequenceCount(bytes, literals.end);
  if (count === 0) {
    if (modes !== end) throw corrupt('A zstd block is longer than what it holds.');
    append(carried.history, literals.bytes, { from: 0, end: literals.bytes.length });
    return;
  }
  const { tables, end: from } = readSequenceTables({ bytes, from: modes, end }, carried.tables);
  carried.tables = tables;
  const input = { range: { bytes, from, end }, count, tables, literals: literals.bytes, recent: carried.recent };
  runSequences(input, carried.history);
}
