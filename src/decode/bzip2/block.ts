import { corrupt } from '../decode-error.ts';
import { type BitSource, takeBits } from './bit-source.ts';
import { decodeSymbol, type HuffmanCode, readCode } from './huffman.ts';
import { restored } from './restore.ts';

const symbolsPerGroup = 50;
const maxSelectors = 18002;
const runA = 0;
const runB = 1;

/**
 * Decodes the block whose header (magic and CRC) was just read, and leaves the source behind it. `capacity` is the block
 * size the stream declares, in bytes. The steps are named in the bzip2 format: Huffman, move to front, run lengths,
 * Burrows-Wheeler, run lengths again.
 */
export function decodeBlock(source: BitSource, capacity: number): Uint8Array[] {
  if (takeBits(source, 1) === 1)
    throw corrupt('The bzip2 block is randomised, as only versions before 0.9.5 made them.');
  const origin = takeBits(source, 24);
  const alphabet = readAlphabet(source);
  const { codes, selectors } = readCodes(source, alphabet.length + 2);
  const { transformed, size } = readSymbols(source, { alphabet, codes, selectors, capacity });
  if (size > 0 && origin >= size) throw corrupt('A bzip2 block begins outside itself.');
  return restored(transformed, size, origin);
}

/** The byte values that occur: sixteen bits say which ranges of sixteen have any. */
function readAlphabet(source: BitSource): Uint8Array {
  const ranges = takeBits(source, 16);
  const alphabet: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const used = takeBits(source, 16);
    for (let i = 0; i < 16; i++) if (used & (0x8000 >> i)) alphabet.push(range * 16 + i);
  }
  if (alphabet.length === 0) throw corrupt('A bzip2 block has no alphabet.');
  return Uint8Array.from(alphabet);
}

function readCodes(source: BitSource, symbolCount: number): { codes: HuffmanCode[]; selectors: Uint8Array } {
  const codeCount = takeBits(source, 3);
  const selectorCount = takeBits(source, 15);
  if (codeCount < 2 || codeCount > 6 || selectorCount === 0)
    throw corrupt('A bzip2 block has a wrong number of codes.');
  const order = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(Math.min(selectorCount, maxSelectors));
  for (let i = 0; i < selectorCount; i++) {
    let place = 0;
    while (takeBits(source, 1) === 1) if (++place >= codeCount) throw corrupt('A bzip2 selector is out of range.');
    const [code] = order.splice(place, 1);
    order.unshift(code);
    if (i < maxSelectors) selectors[i] = code;
  }
  const codes = Array.from({ length: codeCount }, () => readCode(source, symbolCount));
  return { codes, selectors };
}

interface SymbolInput {
  readonly alphabet: Uint8Array;
  readonly codes: readonly HuffmanCode[];
  readonly selectors: Uint8Array;
  readonly capacity: number;
}

/** Undoes Huffman, move to front and the run lengths inside the block; every cell gets a byte. */
function readSymbols(source: BitSource, { alphabet, codes, selectors, capacity }: SymbolInput) {
  const transformed = new Uint32Array(capacity);
  const recent = Uint8Array.from(alphabet);
  const endOfBlock = alphabet.length + 1;
  let size = 0;
  let run = 0;
  let weight = 1;
  for (const selector of selectors) {
    const code = codes[selector];
    for (let i = 0; i < symbolsPerGroup; i++) {
      const symbol = decodeSymbol(source, code);
      if (symbol === runA || symbol === runB) {
        run += weight << symbol;
        weight *= 2;
        if (run > capacity) throw corrupt('A bzip2 block is longer than declared.');
        continue;
      }
      if (run > 0) {
        if (size + run > capacity) throw corrupt('A bzip2 block is longer than declared.');
        transformed.fill(recent[0], size, size + run);
        size += run;
        run = 0;
        weight = 1;
      }
      if (symbol === endOfBlock) return { transformed, size };
      if (size >= capacity) throw corrupt('A bzip2 block is longer than declared.');
      transformed[size++] = toFront(recent, symbol - 1);
    }
  }
  throw corrupt('A bzip2 block does not end.');
}

function toFront(recent: Uint8Array, place: number): number {
  const byte = recent[place];
  recent.copyWithin(1, 0, place);
  recent[0] = byte;
  return byte;
}
