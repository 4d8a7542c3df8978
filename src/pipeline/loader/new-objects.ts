import { fileBucket } from '../../sources/file/file-source.ts';
import type { OfferedObject, Source } from '../../sources/source.ts';

export interface NewObjectsOptions {
  /** ETags of files that the ledger has, by key: what this process did not see itself. */
  readonly known: ReadonlyMap<string, string>;
  /** Wall clock, nanoseconds. */
  readonly clock: () => bigint;
  /** Told once of a file that is another than when it was loaded. */
  readonly onChanged: (object: OfferedObject) => void;
}

/** A source that is listed again and again, and gives only what it has not given yet. */
export interface WatchedSource extends Source {
  /** Gives everything again at the next listing: not all of it was settled. */
  forget(): void;
  /** Nanoseconds that the last listing took, without what was done with its objects meanwhile. */
  listingTook(): bigint;
}

/** A file is left alone for so long after its last change: whoever writes it may not be done. */
const quietNs = 1_000_000_000n;

/**
 * Wraps a source for watching. Each listing gives what is new, so that the ledger counts as known only what was really
 * offered twice. A file that has changed since it was given is not given again: its first part would be stored twice.
 */
export function newObjects(source: Source, { known, clock, onChanged }: NewObjectsOptions): WatchedSource {
  let given = new Map<string, string>();
  const changed = new Set<string>();
  const isDue = (object: OfferedObject) => {
    const { bucket, key, etag } = object;
    const name = `${bucket}\0${key}`;
    const before = given.get(name);
    if (before === etag) return false;
    if (bucket === fileBucket) {
      if (clock() - object.time < quietNs) return false;
      const stored = before ?? known.get(key);
      if (stored !== undefined && stored !== etag) {
        if (!changed.has(key)) onChanged(object);
        changed.add(key);
        return false;
      }
    }
    given.set(name, etag);
    return true;
  };
  let took = 0n;
  return {
    ...source,
    async *list(signal) {
      took = 0n;
      const listing = source.list(signal)[Symbol.asyncIterator]();
      for (;;) {
        const began = clock();
        const { done, value } = await listing.next();
        took += clock() - began;
        if (done) return;
        if (isDue(value)) yield value;
      }
    },
    listingTook: () => took,
    forget: () => {
      given = new Map();
    },
  };
}
