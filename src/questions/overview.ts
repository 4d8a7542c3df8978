import { setTimeout as after } from 'node:timers/promises';
import { rejectDataset } from '../core/batch/reject-batch.ts';
import { and, type Query } from '../core/query/ast.ts';
import { printKql } from '../core/query/kql/print-kql.ts';
import { formatTime, nsPerDay, parseTime } from '../core/time/rfc3339.ts';
import { chooseStep, commonStep, type StepName } from '../core/time/time-steps.ts';
import { ledgerLines } from '../state/ledger.ts';
import { fieldIs } from '../timeline/event-store.ts';
import { type AskedTimes, askedTimes } from './asked-range.ts';
import { keptValues } from './completion/kept-values.ts';
import { edgesOf } from './histogram.ts';
import { sumOf } from './list-sources.ts';
import type { Question, QuestionContext } from './question.ts';
import { eventDatasets } from './search-events.ts';
import { type Pace, pacesOf } from './sources/pace.ts';

export interface OverviewInput extends AskedTimes {
  /** Last visit of who asks, nanoseconds; null before the first. */
  readonly since: bigint | null;
}

/** A number, and the search that lists exactly its events. */
export interface CountedEvents {
  readonly count: number;
  readonly search: { readonly query: string; readonly from: string; readonly to: string };
}

export interface Overview {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly volume: {
    readonly step: StepName;
    /** Step n reaches from the nth edge to the one behind it. */
    readonly edges: readonly string[];
    readonly total: CountedEvents;
    readonly byType: readonly (CountedEvents & { readonly dataset: string; readonly counts: readonly number[] })[];
  };
  readonly equations: ReturnType<typeof sumOf>;
  readonly health: {
    readonly logTypes: readonly {
      readonly dataset: string;
      readonly lastEvent: string;
      readonly state: Pace['state'];
      readonly missedHours: number;
    }[];
    readonly waiting: number;
    readonly refused: number;
    readonly rejects: number;
  };
  /** What was seen first since the last visit; null when there was none, or values are still being collected. */
  readonly news: {
    readonly since: string;
    readonly fields: readonly {
      readonly field: string;
      readonly values: number;
      readonly examples: readonly (CountedEvents & { readonly value: string })[];
    }[];
  } | null;
}

const usualDays = 7n;

/** Fields whose new values are worth a look. */
const newsFields = [
  'source.ip',
  'aws.access_key_id',
  'aws.principal_arn',
  'user.name',
  'cloud.account.id',
  'aws.bucket',
];
const mostExamples = 5;
/** The overview waits for the values that are kept in memory no longer than this, milliseconds. */
const patienceMs = 250;

/** Volume, completeness and what is new, each number with what lists its events. */
export const overview: Question<OverviewInput, Overview> = async (input, context) => {
  const { engine, snapshot, db, now } = context;
  const asked = askedTimes(input, now);
  const range = { to: asked.to ?? now, from: asked.from ?? (asked.to ?? now) - usualDays * nsPerDay };
  const [volume, lines, paces, news] = await Promise.all([
    volumeOf(range, input.zone ?? 'UTC', context),
    ledgerLines(db),
    pacesOf(engine, snapshot, now),
    newsOf(input.since, context),
  ]);
  const equations = sumOf(lines);
  return {
    at: formatTime(now),
    from: formatTime(range.from),
    to: formatTime(range.to),
    volume,
    equations,
    health: {
      logTypes: paces.map(({ dataset, last, state, missedHours }) => ({
        dataset,
        lastEvent: formatTime(last),
        state,
        missedHours,
      })),
      waiting: equations.objects.waiting,
      refused: equations.objects.refused,
      rejects: snapshot.segments.reduce((sum, { dataset, rows }) => sum + (dataset === rejectDataset ? rows : 0), 0),
    },
    news,
  };
};

async function volumeOf(
  range: { from: bigint; to: bigint },
  zone: string,
  { engine, snapshot, signal }: QuestionContext,
): Promise<Overview['volume']> {
  const step = chooseStep(range.from, range.to);
  const edges = edgesOf(range, step, zone);
  const options = {
    ...range,
    datasets: eventDatasets(snapshot),
    by: ['@dataset', '@step'],
    step: commonStep(edges),
    signal,
  };
  const counts = new Map<string, number[]>();
  for (const { key, count } of await engine.aggregate({ kind: 'all' }, snapshot, options)) {
    const dataset = key[0] ?? '';
    const time = parseTime(key[1] ?? '') ?? 0n;
    const steps = counts.get(dataset) ?? Array.from({ length: edges.length - 1 }, () => 0);
    counts.set(dataset, steps);
    // What begins before the first edge belongs to it: the range cuts its step.
    const place = Math.max(
      0,
      edges.findLastIndex((edge) => edge <= time),
    );
    steps[Math.min(place, steps.length - 1)] += count;
  }
  const byType = [...counts].map(([dataset, steps]) => ({
    dataset,
    counts: steps,
    ...countedEvents(sum(steps), fieldIs('event.dataset', [dataset]), range),
  }));
  byType.sort((a, b) => b.count - a.count);
  const total = countedEvents(sum(byType.map(({ count }) => count)), { kind: 'all' }, range);
  return { step, edges: edges.map(formatTime), total, byType };
}

async function newsOf(since: bigint | null, context: QuestionContext): Promise<Overview['news']> {
  if (since === null) return null;
  const { engine, snapshot, now } = context;
  const { entities } = keptValues(engine);
  const update = entities.update(snapshot);
  update.catch(() => {});
  const isReady = await Promise.race([update.then(() => true), after(patienceMs, false)]);
  if (!isReady) return null;
  const sinceMs = Number(since / 1_000_000n);
  const fields = newsFields.flatMap((field) => {
    const { values = [], counts = [], firsts = [] } = entities.of(field) ?? {};
    const found = values.flatMap((value, place) =>
      firsts[place] >= sinceMs && counts[place] > 0 ? [{ value, count: counts[place] }] : [],
    );
    if (found.length === 0) return [];
    const examples = found
      .sort((a, b) => b.count - a.count)
      .slice(0, mostExamples)
      .map(({ value, count }) => ({
        value,
        ...countedEvents(count, and([fieldIs(field, [value])]), { from: since, to: now }),
      }));
    return [{ field, values: found.length, examples }];
  });
  return { since: formatTime(since), fields };
}

function countedEvents(count: number, query: Query, { from, to }: { from: bigint; to: bigint }): CountedEvents {
  const text = query.kind === 'all' ? '' : printKql(query);
  return { count, search: { query: text, from: formatTime(from), to: formatTime(to) } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
