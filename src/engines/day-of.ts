import { nsPerDay } from '../core/time/rfc3339.ts';
import { formatDay } from '../core/time/utc-day.ts';

/** The UTC day of an INT64 nanosecond time: `2026-11-24`. */
export function dayOf(time: bigint): string {
  const inDay = ((time % nsPerDay) + nsPerDay) % nsPerDay;
  return formatDay(Number((time - inDay) / nsPerDay));
}
