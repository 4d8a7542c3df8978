import { dayNumber, daysInMonth, formatDay } from './utc-day.ts';

export const nsPerSecond = 1_000_000_000n;
export const nsPerDay = 86_400n * nsPerSecond;

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s?([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/** INT64 nanoseconds as RFC 3339 in UTC, with no more decimals than needed: `2026-11-24T07:00:00.25Z`. */
export function formatTime(ns: bigint): string {
  const rest = ((ns % nsPerDay) + nsPerDay) % nsPerDay;
  const seconds = Number(rest / nsPerSecond);
  const fraction = rest % nsPerSecond;
  const decimals = fraction === 0n ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`;
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return `${formatDay(Number((ns - rest) / nsPerDay))}T${clock}${decimals}Z`;
}

/**
 * RFC 3339 → INT64 nanoseconds, or undefined. Also reads a blank for `T`, no seconds, a bare date (midnight) and no zone
 * (UTC). A leap second `:60` and `24:00` are the next second; digits beyond nanoseconds are cut.
 */
export function parseTime(text: string): bigint | undefined {
  const hit = shape.exec(text);
  if (hit === null) return undefined;
  const [year, month, day, hour, minute, second] = hit.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const midnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 60) return undefined;
  const zone = zoneSeconds(hit[8]);
  if (zone === undefined) return undefined;
  const seconds = dayNumber(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone;
  return BigInt(seconds) * nsPerSecond + BigInt((hit[7] ?? '').slice(0, 9).padEnd(9, '0'));
}

/** Seconds east of UTC. */
function zoneSeconds(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}
