import { ArrayMemory } from './byte-window.ts';
import type { EnvelopeSteps } from './json/envelope.ts';
import { FramedJsonReader } from './json/framed-json-reader.ts';
import { type JsonNode, nodeText } from './json/parse-json.ts';
import { readTrees } from './json/read-trees.ts';
import type { ReadRequest, RecordParser } from './json/record-parser.ts';
import { resolvePath } from './json/resolve-path.ts';
import type { ReaderOptions, RecordColumn, RecordReader, WantedPath } from './reader.ts';
import { RecordRows } from './record-rows.ts';
import { ValueColumn } from './value-column.ts';

/**
 * The definition of reading JSON: each record is parsed to a tree and each path looked up in it. Slow and plain; the
 * tokeniser must give the same. `records` is the path of an envelope's records.
 */
export function createJsonReferenceReader(
  wanted: readonly WantedPath[],
  records: EnvelopeSteps | null,
  options: ReaderOptions,
): RecordReader {
  return new FramedJsonReader(createTreeParser(wanted), records, options);
}

function createTreeParser(wanted: readonly WantedPath[]): RecordParser {
  const memory = new ArrayMemory();
  const rows = new RecordRows();
  const columns = new Map(wanted.map((path) => [path.name, { path, values: new ValueColumn() }]));

  const addRecord = (request: ReadRequest, record: JsonNode): void => {
    const bytes = memory.view();
    for (const { path, values } of columns.values()) {
      const nodes = resolvePath(bytes, record, path.steps);
      values.put(
        rows.rows,
        nodes.map((node) => ({ text: nodeText(bytes, node), kind: node.kind })),
      );
    }
    rows.add(request.object, request.base + record.start, bytes.subarray(record.start, record.end));
  };

  return {
    memory,
    get rows() {
      return rows.rows;
    },
    get rawBytes() {
      return rows.rawBytes;
    },
    read: (request) => readTrees(memory.view(), request, (record) => addRecord(request, record)),
    take() {
      const places = rows.take();
      const taken = [...columns].map(([name, { values }]): [string, RecordColumn] => [name, values.take(places.rows)]);
      return { ...places, columns: new Map(taken), numbers: new Map() };
    },
    reset: () => {
      for (const { values } of columns.values()) values.reset();
    },
  };
}
