import { KushiError } from '../error/error.ts';
import type { Codec } from '../logtype/logtype.ts';
import type { EnvelopeSteps } from './json/envelope.ts';
import { createJsonReader } from './json-reader.ts';
import { parsePath } from './path.ts';
import { defaultReaderOptions, type ReaderOptions, type RecordReader, type WantedPath } from './reader.ts';

export interface CreateReaderOptions extends Partial<ReaderOptions> {
  /** Random bits for the hash tables, so that nobody can write values that collide. */
  readonly seed: bigint;
}

/** The reader of a log type's records. */
export function createReader(codec: Codec, wanted: readonly WantedPath[], options: CreateReaderOptions): RecordReader {
  const limits = { ...defaultReaderOptions, ...options };
  return createJsonReader(wanted, codec.kind === 'json' ? envelopeSteps(codec.records) : null, limits);
}

/** Steps to an envelope's records: members, and `*` for the array's elements. */
function envelopeSteps(records: string | undefined): EnvelopeSteps | null {
  if (records === undefined) return null;
  const parsed = parsePath(records);
  if (parsed.ok && parsed.steps.every((step) => 'key' in step || 'all' in step)) return parsed.steps;
  throw new KushiError('LOGTYPE_INVALID', `codec.records ${records} is no path of members, as .Records.* is`);
}
