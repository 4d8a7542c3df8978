import type { OfferedObject } from '../sources/source.ts';

/** Objects up to this size are fetched ahead, whole: the answer of a store takes longer than reading what it holds. */
const smallBytes = 1 << 20;

/** Fetched ahead at once: at most 16 MiB. */
const depth = 16;

type Open = () => Promise<AsyncIterable<Uint8Array>>;

/** Items in their order, with the bytes of small ones under way before their turn. An error shows when it is opened. */
export async function* prefetch<T extends { readonly object: OfferedObject }>(
  items: AsyncIterable<T>,
  open: (item: T) => Promise<AsyncIterable<Uint8Array>>,
): AsyncIterable<{ readonly item: T; readonly open: Open }> {
  const iterator = items[Symbol.asyncIterator]();
  const ahead: { item: T; open: Open }[] = [];
  let done = false;
  for (;;) {
    while (!done && ahead.length < depth) {
      const next = await iterator.next();
      if (next.done) done = true;
      else ahead.push({ item: next.value, open: begun(next.value, open) });
    }
    const first = ahead.shift();
    if (first === undefined) return;
    yield first;
  }
}

function begun<T extends { readonly object: OfferedObject }>(
  item: T,
  open: (item: T) => Promise<AsyncIterable<Uint8Array>>,
): Open {
  if (item.object.size > smallBytes) return () => open(item);
  const fetched = fetch(item, open);
  fetched.catch(() => {});
  return () => fetched;
}

async function fetch<T>(
  item: T,
  open: (item: T) => Promise<AsyncIterable<Uint8Array>>,
): Promise<AsyncIterable<Uint8Array>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await open(item)) pieces.push(piece.slice());
  return (async function* () {
    yield* pieces;
  })();
}
