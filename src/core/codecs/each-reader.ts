import { ValueKind } from '../batch/dictionary.ts';
import { ArrayMemory } from './byte-window.ts';
import type { EnvelopeSteps } from './json/envelope.ts';
import { FramedJsonReader } from './json/framed-json-reader.ts';
import { amongRecords } from './json/frames.ts';
import type { JsonNode } from './json/parse-json.ts';
import { nodeText } from './json/parse-json.ts';
import { readTrees } from './json/read-trees.ts';
import type { ReadRequest, RecordParser } from './json/record-parser.ts';
import { resolvePath } from './json/resolve-path.ts';
import type { ReaderOptions, RecordReader, WantedPath } from './reader.ts';
import { RecordRows } from './record-rows.ts';
import { SideColumns } from './side-columns.ts';

export interface EachOptions extends ReaderOptions {
  /** Path of the elements in a record. */
  readonly each: WantedPath;
  /** What is wanted of the record around an element, by the column's name. */
  readonly parents: readonly WantedPath[];
  /** Path of an envelope's records. */
  readonly records: EnvelopeSteps | null;
}

/**
 * Makes a row of every element of a path instead of one of the record. `elements` reads an element as a record, at the
 * element's own offset; the raw text is that of the whole record. Where the path finds nothing the record itself is the
 * row. When a record's text times its elements came to more than the largest record, each element keeps its own text
 * alone, so that a hostile record cannot fill the memory. An element that is no object is a JSON_NOT_OBJECT reject.
 */
export function createEachReader(elements: RecordReader, options: EachOptions): RecordReader {
  return new FramedJsonReader(createElementParser(elements, options), options.records, options);
}

function createElementParser(elements: RecordReader, { each, parents, maxRecordBytes }: EachOptions): RecordParser {
  const memory = new ArrayMemory();
  const rows = new RecordRows();
  const side = new SideColumns(parents.map(({ name }) => name));

  const addRecord = (request: ReadRequest, record: JsonNode): void => {
    const bytes = memory.view();
    const text = bytes.subarray(record.start, record.end);
    const first = rows.rows;
    const found = resolvePath(bytes, record, each.steps).filter((element) => element.kind !== ValueKind.null);
    const keepsWhole = text.length * found.length <= maxRecordBytes;
    for (const element of found.length > 0 ? found : [record]) {
      const own = bytes.subarray(element.start, element.end);
      const offset = request.base + element.start;
      elements.begin(request.object, { offset, state: amongRecords });
      elements.push(own);
      elements.end();
      if (elements.rows > rows.rows) rows.add(request.object, offset, keepsWhole ? text : own);
    }
    side.put(first, rows.rows, parentValues(bytes, record, parents));
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
      const batch = elements.take();
      return { ...batch, ...rows.take(), columns: new Map([...batch.columns, ...side.take(batch.rows)]) };
    },
    reset() {
      elements.reset();
      side.reset();
    },
  };
}

function parentValues(bytes: Uint8Array, record: JsonNode, parents: readonly WantedPath[]) {
  return new Map(
    parents.map(({ name, steps }) => [
      name,
      resolvePath(bytes, record, steps).map((node) => ({ text: nodeText(bytes, node), kind: node.kind })),
    ]),
  );
}
