import type { Random } from '../random/random.ts';

/** A delivery of logs: one kind of records from one place, cut into an object per window of time. */
export interface LogStream {
  /** Unique among the streams of a run. */
  readonly name: string;
  readonly dataset: string;
  readonly bucket: string;
  /** Length of an object's window in milliseconds. */
  readonly window: number;
  /** Text before, between and after the records of an object. */
  readonly open: string;
  readonly between: string;
  readonly close: string;
  /** Key of the object delivered at `delivered`. */
  key(delivered: number, random: Random): string;
}

/** A stream of lines, with an optional first line. */
export function lineStream(
  shape: Omit<LogStream, 'open' | 'between' | 'close'> & { readonly header?: string },
): LogStream {
  return { ...shape, open: shape.header ? `${shape.header}\n` : '', between: '\n', close: '\n' };
}
