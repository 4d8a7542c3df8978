import { KushiError } from '../error/error.ts';
import type { Codec } from '../logtype/logtype.ts';
import { type ColumnCases, createColumnsReader } from './columns-reader.ts';
import type { EnvelopeSteps } from './json/envelope.ts';
import { createJsonReader } from './json-reader.ts';
import { createLinesReader, type LineSplitter } from './lines-reader.ts';
import { parsePath } from './path.ts';
import { defaultReaderOptions, type ReaderOptions, type RecordReader, type WantedPath } from './reader.ts';

/** What a mapping says about records that are lines (mapping `record.text` and `record.columns`). */
export interface LineShape {
  readonly lines?: { split: LineSplitter };
  readonly columns?: readonly string[];
  readonly columnCases?: ColumnCases;
}

export interface CreateReaderOptions extends Partial<ReaderOptions> {
  /** Random bits for the hash tables, so that nobody can write values that collide. */
  readonly seed: bigint;
  readonly mapping?: LineShape;
  /** Paths whose whole numbers are wanted as numbers (columns only). */
  readonly numbers?: ReadonlySet<string>;
}

/** The reader of a log type's records. */
export function createReader(codec: Codec, wanted: readonly WantedPath[], options: CreateReaderOptions): RecordReader {
  const { seed, mapping, numbers, maxRecordBytes = defaultReaderOptions.maxRecordBytes } = options;
  switch (codec.kind) {
    case 'json':
      return createJsonReader(wanted, envelopeSteps(codec.records), { maxRecordBytes, seed });
    case 'columns':
      return createColumnsReader(wanted, {
        maxRecordBytes,
        seed,
        split: codec.split,
        hasHeading: codec.header === 'first_line',
        columns: mapping?.columns ?? [],
        ...(mapping?.columnCases ? { cases: mapping.columnCases } : {}),
        ...(numbers ? { numbers } : {}),
      });
    case 'lines': {
      const { comment, skip } = codec;
      const lines = mapping?.lines;
      return createLinesReader(wanted, {
        maxRecordBytes,
        ...(comment === undefined ? {} : { comment }),
        ...(skip === undefined ? {} : { skip }),
        ...(lines ? { split: (line) => lines.split(line) } : {}),
      });
    }
  }
}

/** Steps to an envelope's records: members, and `*` for the array's elements. */
function envelopeSteps(records: string | undefined): EnvelopeSteps | null {
  if (records === undefined) return null;
  const parsed = parsePath(records);
  if (parsed.ok && parsed.steps.every((step) => 'key' in step || 'all' in step)) return parsed.steps;
  throw new KushiError('LOGTYPE_INVALID', `codec.records ${records} is no path of members, as .Records.* is`);
}
