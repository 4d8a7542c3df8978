import { decodeBase64 } from '../../wasm/decode-base64.ts';
import { tokenizerBase64 } from './tokenizer.gen.ts';

interface Global {
  readonly value: number;
}

/** What the tokeniser (wasm/assembly/index.ts) exports. Addresses are bytes into its memory, as signed 32-bit numbers. */
export interface TokenizerExports {
  readonly memory: WebAssembly.Memory;
  initialize(seed: bigint, columnCount: number): void;

  allocate(bytes: number): number;
  enlarge(block: number, oldBytes: number, used: number, newBytes: number): number;
  nameHash(address: number, length: number): number;

  setRoot(node: number): void;
  setPlace(object: number, base: number, maxRecordBytes: number): void;
  readRecords(from: number, to: number, limit: number): number;
  setCells(columns: number, count: number, whole: number, rest: number): void;
  setCases(first: number, count: number, cell: number): void;
  setSplit(separator: number, hasQuotes: number, heading: number, headingLength: number): void;
  readLines(from: number, to: number): number;
  readonly stopAt: Global;
  readonly recordEnd: Global;
  readonly failedAt: Global;

  readonly rows: Global;
  readonly objects: Global;
  readonly offsets: Global;
  readonly lengths: Global;
  readonly raw: Global;
  readonly rawUsed: Global;
  clearBlock(): void;
  clearDictionaries(): void;
  wantNumbers(column: number): void;
  columnIds(column: number): number;
  columnMany(column: number): number;
  columnValues(column: number): number;
  columnLists(column: number): number;
  columnWords(column: number): number;
  columnPresent(column: number): number;

  dictionarySize(dictionary: number): number;
  dictionaryIsPlain(dictionary: number): number;
  freshStart(dictionary: number): number;
  freshEnd(dictionary: number): number;
  markTaken(dictionary: number): void;
  readonly probes: Global;
}

let compiled: WebAssembly.Module | undefined;

/** A tokeniser with a memory of its own. The code is compiled once. */
export function createInstance(seed: bigint, columnCount: number): TokenizerExports {
  compiled ??= new WebAssembly.Module(decodeBase64(tokenizerBase64));
  const exports = new WebAssembly.Instance(compiled, {}).exports as unknown as TokenizerExports;
  exports.initialize(seed, columnCount);
  return exports;
}
