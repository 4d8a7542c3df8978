const firstMs = 2_000;
const longestMs = 900_000;

/** Tries until a message is given up: with the waits between them, about half a day. */
export const mostAttempts = 60;

/**
 * How long to wait behind the n-th failed try, milliseconds: twice as long each time, a quarter of an hour at most, and
 * up to a quarter of it less by chance, so that messages that failed together do not come back together. `random` is in
 * [0, 1).
 */
export function backOffMs(attempt: number, random: number): number {
  const whole = Math.min(firstMs * 2 ** Math.min(attempt - 1, 20), longestMs);
  return Math.round(whole * (1 - random / 4));
}
