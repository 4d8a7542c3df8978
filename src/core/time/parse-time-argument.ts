import { KushiError } from '../error/error.ts';
import { nsPerSecond, parseTime } from './rfc3339.ts';

const unitSeconds: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n, d: 86_400n, w: 604_800n };

/**
 * A time as people write it on the command line: `now`, `-24h` (s, m, h, d or w back from `now`), a date or RFC 3339;
 * without a zone it is UTC. Throws TIME_INVALID.
 */
export function parseTimeArgument(text: string, now: bigint): bigint {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  const relative = /^([+-])(\d{1,9})([smhdw])$/.exec(trimmed);
  if (relative !== null) {
    const distance = BigInt(relative[2]) * unitSeconds[relative[3]] * nsPerSecond;
    return relative[1] === '-' ? now - distance : now + distance;
  }
  const time = parseTime(trimmed);
  if (time !== undefined) return time;
  throw new KushiError(
    'TIME_INVALID',
    `"${text}" is not a time. Write a distance such as -24h or -7d, a date (2026-11-24) or RFC 3339 (2026-11-24T07:00:00Z).`,
  );
}
