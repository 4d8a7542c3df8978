/** Days since 1970-01-01 (negative before), the civil calendar without a Date object. */
export type DayNumber = number;

/** 86,400 · 10⁹ ns divided by 2¹⁶, which divides it without rest. */
const dayOver65536 = 1318359375;
const daysPerEra = 146097;

/**
 * The UTC day of an INT64 nanosecond time, given as two words. Dropping 16 bits leaves 47, which a double holds exactly,
 * so no BigInt is made and a time one nanosecond before midnight stays in its day.
 */
export function utcDay(words: Int32Array, row: number): DayNumber {
  return Math.floor((words[2 * row + 1] * 65536 + (words[2 * row] >>> 16)) / dayOver65536);
}

/** The day number of a date in the proleptic Gregorian calendar; month counts from 1. */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - 719468;
}

/** Year, month and day of a day number. The year begins in March inside, so that the leap day comes last. */
export function civilDate(number: DayNumber): { year: number; month: number; day: number } {
  const shifted = number + 719468;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapless =
    dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor(leapless / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** `2026-11-24`. */
export function formatDay(number: DayNumber): string {
  const { year, month, day } = civilDate(number);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);
}
