import { dayNumber, daysInMonth } from '../../time/utc-day.ts';
import { zoneInstant } from './zone.ts';

/** A time as a text gives it, perhaps without year or zone. */
export interface CivilTime {
  readonly year: number | undefined;
  /** From 1; with `dayOfYear` both stay 1. */
  readonly month: number;
  readonly day: number;
  readonly dayOfYear?: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** Seconds east of UTC, or the name of a zone. */
  readonly zone?: number | string;
}

/** What completes a time that says less than a moment. */
export interface TimeContext {
  /** Zone of times without one: an IANA name, an abbreviation or an offset. */
  readonly zone: string;
  /** The object's own time, INT64 nanoseconds, for times without a year. */
  readonly objectTime: bigint | undefined;
}

const day = 86_400_000_000_000n;

/** Times beyond 64 bits, outside the years 1677 to 2262, are none. */
export function withinInt64(instant: bigint | undefined): bigint | undefined {
  return instant !== undefined && BigInt.asIntN(64, instant) === instant ? instant : undefined;
}

/**
 * INT64 nanoseconds, or undefined for a time that does not exist. `24:00` and a leap second `:60` are the next second.
 * A missing year is the one, of last, this and next year, that puts the time nearest before the object's own plus a day.
 */
export function momentOf(time: CivilTime, context: TimeContext): bigint | undefined {
  if (time.year !== undefined) return inYear(time, time.year, context);
  if (context.objectTime === undefined) return undefined;
  const objectYear = 1970 + Math.floor(Number(context.objectTime / day) / 365.2425);
  for (let year = objectYear + 1; year >= objectYear - 2; year--) {
    const instant = inYear(time, year, context);
    if (instant !== undefined && instant <= context.objectTime + day) return instant;
  }
  return undefined;
}

function inYear(time: CivilTime, year: number, context: TimeContext): bigint | undefined {
  const date = dayOf(time, year);
  if (date === undefined || !isClock(time)) return undefined;
  const seconds = BigInt(date) * 86_400n + BigInt(time.hour * 3600 + time.minute * 60 + time.second);
  const local = seconds * 1_000_000_000n + BigInt(time.nanosecond);
  return withinInt64(zoneInstant(local, time.zone ?? context.zone));
}

function dayOf(time: CivilTime, year: number): number | undefined {
  if (time.dayOfYear !== undefined) {
    const last = dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1);
    return time.dayOfYear >= 1 && time.dayOfYear <= last ? dayNumber(year, 1, 1) + time.dayOfYear - 1 : undefined;
  }
  const fits = time.month >= 1 && time.month <= 12 && time.day >= 1 && time.day <= daysInMonth(year, time.month);
  return fits ? dayNumber(year, time.month, time.day) : undefined;
}

function isClock({ hour, minute, second, nanosecond }: CivilTime): boolean {
  if (hour === 24) return minute === 0 && second === 0 && nanosecond === 0;
  return hour < 24 && minute < 60 && second <= 60;
}
