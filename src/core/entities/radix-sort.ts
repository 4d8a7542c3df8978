/** Buckets a pass: 16 bits of the key at a time. */
const buckets = 1 << 16;

/**
 * Sorts `order` (row numbers) by each row's 32-bit unsigned key, keeping the order of equal keys; several calls, least
 * significant key first, sort by several keys. `spare` is as long as `order` and is overwritten.
 */
export function radixSort(order: Uint32Array, keyOf: Uint32Array, spare: Uint32Array): void {
  if (order.length < 2) return;
  const counts = new Uint32Array(buckets);
  let from = order;
  let to = spare;
  for (const shift of [0, 16]) {
    counts.fill(0);
    for (const row of from) counts[(keyOf[row] >>> shift) & 0xffff]++;
    // All in one bucket: these 16 bits change nothing.
    if (counts[(keyOf[from[0]] >>> shift) & 0xffff] === from.length) continue;
    let start = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const count = counts[bucket];
      counts[bucket] = start;
      start += count;
    }
    for (const row of from) to[counts[(keyOf[row] >>> shift) & 0xffff]++] = row;
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}
