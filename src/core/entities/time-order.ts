/** Whether the time of row `a` is before that of row `b`; times are INT64 as two words, low word first. */
export function isEarlier(words: Int32Array, a: number, b: number): boolean {
  const high = words[2 * a + 1] - words[2 * b + 1];
  return high < 0 || (high === 0 && words[2 * a] >>> 0 < words[2 * b] >>> 0);
}

/** Copies the time of row `source` to row `target` of other words. */
export function copyTime(from: Int32Array, source: number, to: Int32Array, target: number): void {
  to[2 * target] = from[2 * source];
  to[2 * target + 1] = from[2 * source + 1];
}
