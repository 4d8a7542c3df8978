export interface TimeLimit {
  /** Ends the work before, with its reason. */
  readonly signal: AbortSignal;
  readonly ms: number;
  /** What the work fails with when its time is over. */
  readonly late: () => Error;
}

/**
 * What the work gives; fails as soon as its time is over or the signal is aborted, also when the work does not heed the
 * signal it is given. Not `AbortSignal.any` with `AbortSignal.timeout`: in Node 20 the garbage collector may take the
 * latter, and then it never fires (nodejs/node#57736).
 */
export async function inTime<T>(limit: TimeLimit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, ms, late } = limit;
  signal.throwIfAborted();
  const inner = new AbortController();
  const stop = () => inner.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => inner.abort(late()), ms);
  const over = new Promise<never>((_, reject) => {
    inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true });
  });
  try {
    return await Promise.race([(async () => work(inner.signal))(), over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
