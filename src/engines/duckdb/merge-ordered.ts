/** Merges ordered streams into one. Holds one item of each. */
export async function* mergeOrdered<T>(
  streams: readonly AsyncGenerator<T>[],
  order: (a: T, b: T) => number,
): AsyncGenerator<T> {
  try {
    const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
    for (;;) {
      const live = heads.filter(({ next }) => next.done !== true);
      if (live.length === 0) return;
      const first = live.reduce((a, b) => (order(a.next.value, b.next.value) <= 0 ? a : b));
      yield first.next.value;
      first.next = await first.stream.next();
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  }
}
