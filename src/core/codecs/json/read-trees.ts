import { isSpace, type JsonNode, parseJson } from './parse-json.ts';
import type { ReadRequest, ReadStop } from './record-parser.ts';

/** Reads records that stand next to each other as trees, as a RecordParser is asked to. */
export function readTrees(bytes: Uint8Array, request: ReadRequest, add: (record: JsonNode) => void): ReadStop {
  const { to, limit, maxRecordBytes } = request;
  let at = request.from;
  let recordEnd = at;
  for (let count = 0; ; count++) {
    if (count === limit) return { reason: 'limit', at, recordEnd, failedAt: 0 };
    while (at < to && (bytes[at] === 0x2c || isSpace(bytes[at]))) at++;
    if (at === to) return { reason: 'more', at, recordEnd, failedAt: to };
    if (bytes[at] !== 0x7b) return { reason: 'other', at, recordEnd, failedAt: at };
    const tree = parseJson(bytes, at, to);
    if ('reason' in tree && tree.reason === 'more') return { reason: 'more', at, recordEnd, failedAt: to };
    if ('reason' in tree) {
      const reason = tree.at - at > maxRecordBytes ? 'large' : tree.reason;
      return { reason, at, recordEnd, failedAt: tree.at };
    }
    if (tree.end - at > maxRecordBytes) return { reason: 'large', at, recordEnd, failedAt: tree.end };
    add(tree);
    at = tree.end;
    recordEnd = at;
  }
}
