import { zoneInstant } from '../mapping/time/zone.ts';
import { nsPerDay, nsPerSecond } from './rfc3339.ts';

/** Lengths of a histogram's steps, in seconds. */
export const stepSeconds = {
  '1s': 1,
  '5s': 5,
  '15s': 15,
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3600,
  '3h': 10_800,
  '12h': 43_200,
  '1d': 86_400,
  '1w': 604_800,
} as const;

export type StepName = keyof typeof stepSeconds;

/** A chart has at most so many bars. */
const mostBars = 200;

/** The shortest step that keeps `[from, to)` within 200 bars; weeks for what is longer than any. */
export function chooseStep(from: bigint, to: bigint): StepName {
  const names = Object.keys(stepSeconds) as StepName[];
  const fits = (name: StepName) => to - from <= BigInt(stepSeconds[name] * (mostBars - 2)) * nsPerSecond;
  return names.find(fits) ?? '1w';
}

/**
 * Beginnings of the steps that cover `[from, to)`, and the end of the last, nanoseconds. Days begin at midnight of the
 * zone, weeks on Monday, and shorter steps are counted from midnight, so that a day whose clock changes has a shorter
 * one. Undefined when the zone is unknown.
 */
export function stepEdges(
  from: bigint,
  to: bigint,
  { step, zone }: { step: StepName; zone: string },
): bigint[] | undefined {
  if (zoneInstant(0n, zone) === undefined) return undefined;
  const midnight = (day: bigint) => zoneInstant(day * nsPerDay, zone)!;
  const length = BigInt(stepSeconds[step]) * nsPerSecond;
  const edges: bigint[] = [];
  for (let day = firstDay(from, step, midnight); ; ) {
    const next = day + (step === '1w' ? 7n : 1n);
    const end = midnight(next);
    const begin = midnight(day);
    for (let edge = begin; edge < end; edge = length < nsPerDay ? edge + length : end) {
      const following = length < nsPerDay && edge + length < end ? edge + length : end;
      if (following <= from) continue;
      edges.push(edge);
      if (following >= to) return [...edges, following];
    }
    day = next;
  }
}

/** Days are counted from 1970; that was a Thursday, so Monday is three days before. */
function firstDay(from: bigint, step: StepName, midnight: (day: bigint) => bigint): bigint {
  let day = floorDiv(from, nsPerDay) + 1n;
  while (midnight(day) > from) day--;
  return step === '1w' ? day - floorMod(day + 3n, 7n) : day;
}

/** The longest length of which every edge is a multiple, counted from 1970. */
export function commonStep(edges: readonly bigint[]): bigint {
  return edges.reduce((common, edge) => greatestDivisor(common, edge < 0n ? -edge : edge), 0n) || nsPerSecond;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

function floorDiv(a: bigint, b: bigint): bigint {
  return (a - floorMod(a, b)) / b;
}

function floorMod(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}
