import { groupPaths } from './group-paths.ts';
import type { EnvelopeSteps } from './json/envelope.ts';
import { FramedJsonReader } from './json/framed-json-reader.ts';
import type { ReadRequest, ReadStop, RecordParser } from './json/record-parser.ts';
import type { ReaderOptions, RecordReader, WantedPath } from './reader.ts';
import { stopReasons } from './wasm/stop-reasons.ts';
import { Tokenizer } from './wasm/tokenizer.ts';
import { buildTrie } from './wasm/trie.ts';
import { writeTrie } from './wasm/write-trie.ts';

export interface JsonReaderOptions extends ReaderOptions {
  readonly seed: bigint;
}

/**
 * Reads JSON from bytes straight to dictionary ids, with the results of `createJsonReferenceReader`. `records` is the
 * path of an envelope's records; `seed` keys the hash tables.
 */
export function createJsonReader(
  wanted: readonly WantedPath[],
  records: EnvelopeSteps | null,
  options: JsonReaderOptions,
): RecordReader {
  return new FramedJsonReader(createTokenParser(wanted, options), records, options);
}

function createTokenParser(wanted: readonly WantedPath[], { seed, pool }: JsonReaderOptions): RecordParser {
  const paths = groupPaths(wanted);
  const trie = buildTrie(paths.map(([path]) => path.steps));
  const tokenizer = new Tokenizer({
    columns: paths.map((same) => ({ names: same.map((path) => path.name), isNumber: false })),
    seed,
    pool,
    prepare: (exports) => exports.setRoot(writeTrie(exports, trie)),
  });
  return {
    memory: tokenizer,
    get rows() {
      return tokenizer.rows;
    },
    get rawBytes() {
      return tokenizer.rawBytes;
    },
    read: (request) => readRecords(tokenizer, request),
    take: () => tokenizer.take(),
    reset: () => tokenizer.reset(),
  };
}

function readRecords(tokenizer: Tokenizer, request: ReadRequest): ReadStop {
  const { exports, address } = tokenizer;
  const limit = Math.min(request.limit, 0xffffffff);
  exports.setPlace(request.object, request.base - address, request.maxRecordBytes);
  let from = request.from;
  let recordEnd = request.from;
  for (;;) {
    const reason = stopReasons[exports.readRecords(address + from, address + request.to, limit)];
    const at = (exports.stopAt.value >>> 0) - address;
    if ((exports.recordEnd.value >>> 0) - address > from) recordEnd = (exports.recordEnd.value >>> 0) - address;
    if (reason !== 'full') return { reason, at, recordEnd, failedAt: (exports.failedAt.value >>> 0) - address };
    tokenizer.flush();
    from = at;
  }
}
