import type { RejectCode } from '../../error/reject.ts';
import type { WindowMemory } from '../byte-window.ts';
import type { ReadRequest } from '../json/record-parser.ts';
import type { RecordBatch } from '../reader.ts';

export type LineRequest = Omit<ReadRequest, 'limit'>;

/** Reading stops at a line whose end is not there, or before one that is refused, which ends at `end`. */
export type LineStop =
  | { readonly reason: 'more'; readonly at: number }
  | { readonly reason: 'refused'; readonly at: number; readonly end: number; readonly code: RejectCode };

/** Reads whole lines and gathers their values. */
export interface LineParser {
  readonly memory: WindowMemory;
  readonly rows: number;
  readonly rawBytes: number;
  /** What the parser must know to go on in an object, such as its heading; '' at the start. */
  readonly state: string;
  begin(state: string): void;
  read(request: LineRequest): LineStop;
  take(): Omit<RecordBatch, 'rejects'>;
  reset(): void;
}
