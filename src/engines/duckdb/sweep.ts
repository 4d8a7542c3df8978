import type { SegmentStore } from '../../segments/segment-store.ts';

/** Knows since when this process has been writing segments without a pause. */
export class RunningWrites {
  #running = 0;
  #since = Number.POSITIVE_INFINITY;

  /** Milliseconds since 1970; infinity when nothing is being written. */
  get since(): number {
    return this.#since;
  }

  async run<T>(write: () => Promise<T>): Promise<T> {
    if (this.#running++ === 0) this.#since = Date.now();
    try {
      return await write();
    } finally {
      if (--this.#running === 0) this.#since = Number.POSITIVE_INFINITY;
    }
  }
}

/** File systems may round times down, FAT to two seconds. */
const clockStep = 2000;

/**
 * Deletes files that are not in `keep` and older than the writes that are running; other processes cannot be writing,
 * since the data folder is ours. Returns how many.
 */
export async function sweep(store: SegmentStore, keep: ReadonlySet<string>, since: number): Promise<number> {
  const orphans: string[] = [];
  for await (const { key, modified } of store.list('')) {
    if (!keep.has(key) && modified + clockStep < since) orphans.push(key);
  }
  for (const key of orphans) await store.delete(key);
  return orphans.length;
}
