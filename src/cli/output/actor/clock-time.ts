import { formatTime } from '../../../core/time/rfc3339.ts';

/** A time to the second, in UTC: `2026-11-24 07:00:00`. */
export function clockTime(time: bigint): string {
  return formatTime(time).slice(0, 19).replace('T', ' ');
}
