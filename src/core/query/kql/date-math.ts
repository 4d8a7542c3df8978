import { nsPerDay, nsPerSecond } from '../../time/rfc3339.ts';
import { civilDate, dayNumber, daysInMonth } from '../../time/utc-day.ts';
import { type DateInterval, parseDateValue } from '../date-value.ts';

const expression = /^(?:now|(.+?)\|\|)((?:[+-]\d{1,9}[yMwdhms])*)(?:\/([yMwdhms]))?$/;

const fixedUnits: Readonly<Record<string, bigint>> = {
  w: 7n * nsPerDay,
  d: nsPerDay,
  h: 3600n * nsPerSecond,
  m: 60n * nsPerSecond,
  s: nsPerSecond,
};

/**
 * `now-1d`, `now/d`, `2026-11-24||+1M/d`, as Elasticsearch writes date math (units y M w d h m s, weeks begin on Monday,
 * all in UTC). A rounded time is the whole of its unit. Undefined for anything else, a plain date too.
 */
export function parseDateMath(text: string, now: bigint): DateInterval | undefined {
  const hit = expression.exec(text);
  if (hit === null) return undefined;
  const anchor = hit[1] === undefined ? now : parseDateValue(hit[1])?.start;
  if (anchor === undefined) return undefined;
  let time = anchor;
  for (const [, distance, unit] of hit[2].matchAll(/([+-]\d+)([yMwdhms])/g))
    time = addUnits(time, Number(distance), unit);
  if (hit[3] === undefined) return { start: time, end: time + 1n };
  const start = roundDown(time, hit[3]);
  return { start, end: addUnits(start, 1, hit[3]) };
}

function addUnits(time: bigint, distance: number, unit: string): bigint {
  return unit === 'y' || unit === 'M'
    ? addMonths(time, distance * (unit === 'y' ? 12 : 1))
    : time + BigInt(distance) * fixedUnits[unit];
}

/** The same day of another month, or that month's last day. */
function addMonths(time: bigint, distance: number): bigint {
  const { day, inDay } = split(time);
  const date = civilDate(day);
  const months = date.year * 12 + date.month - 1 + distance;
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  return BigInt(dayNumber(year, month, Math.min(date.day, daysInMonth(year, month)))) * nsPerDay + inDay;
}

function roundDown(time: bigint, unit: string): bigint {
  const { day, inDay } = split(time);
  const midnight = time - inDay;
  switch (unit) {
    case 'y':
      return BigInt(dayNumber(civilDate(day).year, 1, 1)) * nsPerDay;
    case 'M':
      return midnight - BigInt(civilDate(day).day - 1) * nsPerDay;
    case 'w':
      // Day 0 was a Thursday, three days into its week.
      return midnight - BigInt((((day + 3) % 7) + 7) % 7) * nsPerDay;
    default:
      return time - (inDay % fixedUnits[unit]);
  }
}

function split(time: bigint): { day: number; inDay: bigint } {
  const inDay = ((time % nsPerDay) + nsPerDay) % nsPerDay;
  return { day: Number((time - inDay) / nsPerDay), inDay };
}
