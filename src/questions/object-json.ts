import { formatTime } from '../core/time/rfc3339.ts';
import type { ListedObject } from '../state/list-objects.ts';

export interface ObjectJson extends Omit<ListedObject, 'time'> {
  /** When it was last written. */
  readonly written: string;
}

export function objectJson({ time, ...object }: ListedObject): ObjectJson {
  return { ...object, written: formatTime(time) };
}

/** A place as the ledger names objects: a file by its path, an object by `s3://bucket/key`. */
export function ledgerPlace(asked: string): string {
  return asked.replace(/^file:(\/\/)?/, '');
}
