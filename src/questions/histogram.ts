import { KushiError } from '../core/error/error.ts';
import { formatTime, parseTime } from '../core/time/rfc3339.ts';
import { chooseStep, commonStep, type StepName, stepEdges, stepSeconds } from '../core/time/time-steps.ts';
import type { Snapshot } from '../engines/engine.ts';
import { type AskedSearch, openField, type ReadSearch, readSearch } from './asked-search.ts';
import type { Question } from './question.ts';
import { windowsOf } from './windows.ts';

export interface HistogramInput extends AskedSearch {
  /** Chosen by the range when absent. */
  readonly step?: StepName | undefined;
  /** Counts by the values of this field as well; `event.dataset` is the log type. */
  readonly by?: string | undefined;
}

interface StepCount {
  readonly step: number;
  readonly value: string | null;
  readonly count: number;
}

export type HistogramPart =
  /** What is to come: step n reaches from the nth edge to the one behind it. */
  | { readonly kind: 'steps'; readonly step: StepName; readonly edges: readonly string[] }
  /** Counts to be added to those of the parts before: number of the step, value of `by`, count. */
  | {
      readonly kind: 'counts';
      readonly counts: readonly StepCount[];
      readonly done: number;
      readonly total: number;
    };

/** More steps than this are no picture. */
const mostSteps = 2000;

/** Groups of a step and a value that are counted; more would be no picture either. */
const mostGroups = 100_000;

/** Events by steps of time that begin at the reader's midnight. Counts come part by part, newest days first. */
export const histogram: Question<HistogramInput, { readonly events: number }, HistogramPart> = async (
  input,
  context,
) => {
  const { zone = 'UTC', by } = input;
  const keys = by === undefined ? ['@step'] : ['@step', by === 'event.dataset' ? '@dataset' : openField(by)];
  const asked = readSearch(input, context);
  const range = rangeOf(asked, context.snapshot);
  if (range === null) return { events: 0 };
  const step = input.step ?? chooseStep(range.from, range.to);
  const edges = edgesOf(range, step, zone);
  await context.part({ kind: 'steps', step, edges: edges.map(formatTime) });
  let events = 0;
  for (const { snapshot, done, total } of windowsOf(context.snapshot, asked.options)) {
    const options = { ...asked.options, by: keys, step: commonStep(edges), limit: mostGroups };
    const buckets = await context.engine.aggregate(asked.query, snapshot, options);
    const counts = new Map<string, { step: number; value: string | null; count: number }>();
    for (const { key, count } of buckets) {
      const place = placeOf(edges, parseTime(key[0] ?? '') ?? 0n);
      const value = key[1] ?? null;
      const known = counts.get(`${place} ${value}`);
      if (known === undefined) counts.set(`${place} ${value}`, { step: place, value, count });
      else known.count += count;
      events += count;
    }
    context.progress(done, total);
    await context.part({ kind: 'counts', counts: [...counts.values()], done, total });
  }
  return { events };
};

/** As asked; open ends are those of the stored events. Null when nothing is stored. */
function rangeOf({ options }: ReadSearch, { segments }: Snapshot): { from: bigint; to: bigint } | null {
  const first = segments.reduce<bigint | null>(
    (least, s) => (least === null || s.first < least ? s.first : least),
    null,
  );
  const last = segments.reduce<bigint | null>((most, s) => (most === null || s.last > most ? s.last : most), null);
  const from = options.from ?? first;
  const to = options.to ?? (last === null ? null : last + 1n);
  return from === null || to === null || from >= to ? null : { from, to };
}

/** Fails with TIME_INVALID for an unknown zone, and when there are too many steps. */
export function edgesOf(range: { from: bigint; to: bigint }, step: StepName, zone: string): bigint[] {
  if ((range.to - range.from) / (BigInt(stepSeconds[step]) * 1_000_000_000n) > mostSteps)
    throw new KushiError('REQUEST_INVALID', `That is more than ${mostSteps} steps of ${step}. Take a longer step.`);
  const edges = stepEdges(range.from, range.to, { step, zone });
  if (edges !== undefined) return edges;
  throw new KushiError('TIME_INVALID', `A zone is written as UTC, Asia/Tokyo or +09:00, not ${zone}.`);
}

/** The step that holds a time. */
function placeOf(edges: readonly bigint[], time: bigint): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
