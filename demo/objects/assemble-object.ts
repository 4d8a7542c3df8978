import type { LogStream } from './log-stream.ts';
import type { TruthEntry } from './truth.ts';

export interface PendingRecord {
  readonly time: number;
  readonly text: string;
  /** Step of the incident, absent for everyday records. */
  readonly step?: string;
}

export interface AssembledObject {
  readonly text: string;
  readonly truth: readonly TruthEntry[];
}

function truthOf(stream: LogStream, object: string, records: readonly PendingRecord[]): TruthEntry[] {
  const truth: TruthEntry[] = [];
  let offset = Buffer.byteLength(stream.open);
  for (const { text, step } of records) {
    if (step !== undefined) truth.push({ step, dataset: stream.dataset, object, offset });
    offset += Buffer.byteLength(text) + Buffer.byteLength(stream.between);
  }
  return truth;
}

/** Joins records in order of time and finds the offsets of those that belong to the incident. */
export function assembleObject(stream: LogStream, object: string, records: readonly PendingRecord[]): AssembledObject {
  const ordered = [...records].sort((a, b) => a.time - b.time);
  const marked = ordered.some((record) => record.step !== undefined);
  return {
    text: stream.open + ordered.map((record) => record.text).join(stream.between) + stream.close,
    truth: marked ? truthOf(stream, object, ordered) : [],
  };
}
