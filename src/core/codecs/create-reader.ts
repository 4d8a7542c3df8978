import { KushiError } from '../error/error.ts';
import type { Codec } from '../logtype/logtype.ts';
import { type ColumnCases, createColumnsReader, withoutHeading } from './columns-reader.ts';
import { createEachReader } from './each-reader.ts';
import type { EnvelopeSteps } from './json/envelope.ts';
import { amongRecords } from './json/frames.ts';
import { createJsonReader } from './json-reader.ts';
import { createLinesReader, type LineSplitter, nothingToSkip } from './lines-reader.ts';
import { parsePath } from './path.ts';
import { defaultReaderOptions, type ReaderOptions, type RecordReader, type WantedPath } from './reader.ts';
import { type InnerStates, WrappedReader } from './wrapped/wrapped-reader.ts';

/** What a mapping says about records: how lines are cut (`record.text`, `record.columns`), and where elements are (`each`). */
export interface RecordShape {
  readonly lines?: { split: LineSplitter };
  readonly columns?: readonly string[];
  readonly columnCases?: ColumnCases;
  readonly each?: WantedPath;
}

export interface CreateReaderOptions extends Partial<ReaderOptions> {
  /** Random bits for the hash tables, so that nobody can write values that collide. */
  readonly seed: bigint;
  readonly mapping?: RecordShape;
  /** Paths whose whole numbers are wanted as numbers (columns only). */
  readonly numbers?: ReadonlySet<string>;
  /** Envelopes that may be around the records, and what is wanted of them (`$cwl.timestamp`). */
  readonly wrappers?: readonly string[];
  readonly facts?: readonly string[];
}

/** The reader of a log type's records. Paths named `$parent.…` are those of the record around an element of `each`. */
export function createReader(codec: Codec, wanted: readonly WantedPath[], options: CreateReaderOptions): RecordReader {
  const { mapping, wrappers = [], facts = [], maxRecordBytes = defaultReaderOptions.maxRecordBytes } = options;
  const reader = mapping?.each
    ? eachReader(codec, wanted, mapping.each, options)
    : createCodecReader(codec, wanted, options);
  if (wrappers.length === 0) return reader;
  return new WrappedReader(reader, { wrappers, facts, maxRecordBytes, states: innerStates(codec) });
}

function eachReader(
  codec: Codec,
  wanted: readonly WantedPath[],
  each: WantedPath,
  options: CreateReaderOptions,
): RecordReader {
  if (codec.kind !== 'json')
    throw new KushiError('LOGTYPE_INVALID', 'each takes JSON records apart; the codec is another');
  const parents = wanted.filter(({ name }) => name.startsWith('$parent'));
  const own = wanted.filter((path) => !parents.includes(path));
  const { maxRecordBytes = defaultReaderOptions.maxRecordBytes } = options;
  const records = envelopeSteps(codec.records);
  return createEachReader(createCodecReader(codec, own, options), { each, parents, records, maxRecordBytes });
}

function innerStates(codec: Codec): InnerStates {
  if (codec.kind === 'json') return { text: '', record: amongRecords };
  const text = codec.kind === 'lines' ? nothingToSkip : withoutHeading;
  return { text, record: text };
}

function createCodecReader(codec: Codec, wanted: readonly WantedPath[], options: CreateReaderOptions): RecordReader {
  const { seed, mapping, numbers, pool } = options;
  const { maxRecordBytes = defaultReaderOptions.maxRecordBytes } = options;
  const limits: ReaderOptions = { maxRecordBytes, ...(pool === undefined ? {} : { pool }) };
  switch (codec.kind) {
    case 'json':
      return createJsonReader(wanted, envelopeSteps(codec.records), { ...limits, seed });
    case 'columns':
      return createColumnsReader(wanted, {
        ...limits,
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
        ...limits,
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
