/** A receiver that asks for longer is asked again before. */
const longestMs = 3_600_000;

/**
 * What a Retry-After header asks for (RFC 9110 §10.2.3: seconds, or a date), in milliseconds and an hour at most; null
 * when it is absent or neither. `nowMs` is milliseconds since 1970.
 */
export function retryAfterMs(header: string | string[] | undefined, nowMs: number): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (text === undefined || text === '') return null;
  const isDate = /^[A-Z][a-z]+, /.test(text);
  const ms = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : isDate ? Date.parse(text) - nowMs : Number.NaN;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestMs) : null;
}
