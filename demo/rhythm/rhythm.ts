import { dayOfWeek, hourOfDay } from '../time/stamp.ts';

/** How busy an hour is: 1 on average over a week. */
export type Rhythm = (time: number) => number;

function rhythm(hours: readonly number[], days: readonly number[]): Rhythm {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const level = mean(hours) * mean(days);
  return (time) => (hours[hourOfDay(time)] * days[dayOfWeek(time)]) / level;
}

/** People at work in Western Europe (UTC hours; Sunday first). */
export const officeRhythm = rhythm(
  [1, 0, 0, 0, 0, 1, 6, 22, 60, 90, 100, 95, 70, 80, 95, 90, 75, 45, 20, 12, 8, 6, 4, 2],
  [4, 100, 105, 110, 105, 90, 6],
);

/** Customers of the product: shops by day, receivers of parcels in the evening. */
export const customerRhythm = rhythm(
  [22, 15, 11, 9, 10, 16, 32, 58, 80, 92, 98, 100, 96, 94, 92, 90, 92, 96, 100, 98, 88, 70, 48, 32],
  [55, 112, 110, 104, 100, 104, 70],
);

/** Systems that call each other by schedule. */
export const steadyRhythm: Rhythm = () => 1;

/** Infrastructure tools: a nightly run, deployments by day. */
export const toolRhythm = rhythm(
  [40, 120, 200, 110, 40, 40, 50, 70, 100, 130, 140, 130, 100, 120, 140, 130, 110, 80, 60, 50, 45, 40, 40, 40],
  [50, 110, 118, 120, 118, 105, 50],
);
