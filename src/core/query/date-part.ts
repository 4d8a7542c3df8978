import { nsPerDay } from '../time/rfc3339.ts';
import { civilDate, dayNumber } from '../time/utc-day.ts';
import type { DatePart } from './ast.ts';

const nsPerMinute = 60_000_000_000n;

/** A part of an INT64 nanosecond time in UTC: day of the month, month from 1, week as ISO 8601 counts. */
export function datePart(ns: bigint, part: DatePart): number {
  const inDay = ((ns % nsPerDay) + nsPerDay) % nsPerDay;
  const day = Number((ns - inDay) / nsPerDay);
  switch (part) {
    case 'minute':
      return Number(inDay / nsPerMinute) % 60;
    case 'hour':
      return Number(inDay / (60n * nsPerMinute));
    case 'week':
      return isoWeek(day);
    default:
      return civilDate(day)[part];
  }
}

/** The week of a year is that of its Thursday: week 1 holds the year's first one. Day 0 was a Thursday. */
function isoWeek(day: number): number {
  const thursday = Math.floor((day + 3) / 7) * 7;
  return Math.floor((thursday - dayNumber(civilDate(thursday).year, 1, 1)) / 7) + 1;
}
