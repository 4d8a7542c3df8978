/** Up to here more passes with few buckets, which stay in the processor's cache, are faster. */
const fewRows = 1 << 15;

/**
 * Sorts `order` (row numbers) by each row's 32-bit unsigned key, keeping the order of equal keys; several calls, least
 * significant key first, sort by several keys. `spare` is as long as `order` and is overwritten.
 */
export function radixSort(order: Uint32Array, keyOf: Uint32Array, spare: Uint32Array): void {
  if (order.length < 2) return;
  const bits = order.length < fewRows ? 8 : 16;
  const buckets = 1 << bits;
  const mask = buckets - 1;
  const counts = new Uint32Array(buckets);
  let from = order;
  let to = spare;
  for (let shift = 0; shift < 32; shift += bits) {
    counts.fill(0);
    for (let at = 0; at < from.length; at++) counts[(keyOf[from[at]] >>> shift) & mask]++;
    // All in one bucket: these bits change nothing.
    if (counts[(keyOf[from[0]] >>> shift) & mask] === from.length) continue;
    let start = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const count = counts[bucket];
      counts[bucket] = start;
      start += count;
    }
    for (let at = 0; at < from.length; at++) to[counts[(keyOf[from[at]] >>> shift) & mask]++] = from[at];
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}
