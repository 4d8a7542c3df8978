import { randomBytes } from 'node:crypto';

/** A new name for a batch or a file: rises with time, so listings are in order, and is unique across writers. */
export function newBatchId(): string {
  return `${Date.now().toString(36)}-${randomBytes(5).toString('hex')}`;
}

/** When a batch was named, milliseconds; NaN of a name that is none of ours. */
export function batchTime(id: string): number {
  return Number.parseInt(id.split('-', 1)[0], 36);
}
