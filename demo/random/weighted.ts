import type { Random } from './random.ts';

/** Values with shares; shares need not add up to one. Drawing costs a binary search. */
export interface Weighted<T> {
  draw(random: Random): T;
}

export function weighted<T>(entries: readonly (readonly [T, number])[]): Weighted<T> {
  const bounds = new Float64Array(entries.length);
  let total = 0;
  entries.forEach(([, share], i) => {
    total += share;
    bounds[i] = total;
  });
  return {
    draw: (random) => {
      const at = random.next() * total;
      let low = 0;
      let high = bounds.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (bounds[middle] > at) high = middle;
        else low = middle + 1;
      }
      return entries[low][0];
    },
  };
}
