import { all } from '../../core/query/ast.ts';
import { nsPerDay, nsPerSecond, parseTime } from '../../core/time/rfc3339.ts';
import type { Engine, Snapshot } from '../../engines/engine.ts';
import { eventDatasets } from '../search-events.ts';

const nsPerHour = 3600n * nsPerSecond;
const hoursPerWeek = 168;
/** Weeks that are looked back on. */
const weeks = 4;
/** So many hours without an event that the weeks before had are a silence. */
const silentHours = 3;

/** How a log type comes, judged against the same weekday and hour of the weeks before. */
export interface Pace {
  readonly dataset: string;
  /** Its last event, nanoseconds. */
  readonly last: bigint;
  /** Events an hour that usually come at this weekday and hour; null when no week before is known. */
  readonly usualPerHour: number | null;
  /** Hours since the last event in which events usually come. */
  readonly missedHours: number;
  readonly state: 'ok' | 'silent' | 'unknown';
}

/** The pace of every log type that is stored. */
export async function pacesOf(engine: Engine, snapshot: Snapshot, now: bigint): Promise<Pace[]> {
  const datasets = eventDatasets(snapshot);
  const counts = await recentCounts(engine, snapshot, now);
  return datasets.map((dataset) => {
    const own = snapshot.segments.filter((segment) => segment.dataset === dataset);
    const first = own.reduce((least, segment) => (segment.first < least ? segment.first : least), now);
    const last = own.reduce((latest, segment) => (segment.last > latest ? segment.last : latest), 0n);
    const usual = (hour: bigint) => usualOf(hour, first / nsPerHour, (at) => counts.get(`${dataset} ${at}`) ?? 0);
    const missedHours = missed(last / nsPerHour, now / nsPerHour, usual);
    const usualPerHour = usual(now / nsPerHour);
    const known = usualPerHour !== null;
    return {
      dataset,
      last,
      usualPerHour,
      missedHours,
      state: missedHours >= silentHours ? 'silent' : known ? 'ok' : 'unknown',
    };
  });
}

interface Counts {
  readonly snapshot: Snapshot;
  readonly at: bigint;
  /** Events by log type and hour. */
  readonly byHour: Promise<ReadonlyMap<string, number>>;
}

const kept = new WeakMap<Engine, Counts>();
/** The weeks before are judged by counts that may be so old, for reading them costs more than all else. */
const freshNs = 60n * nsPerSecond;

async function recentCounts(engine: Engine, snapshot: Snapshot, now: bigint): Promise<ReadonlyMap<string, number>> {
  const known = kept.get(engine);
  if (known !== undefined && (known.snapshot === snapshot || (now >= known.at && now - known.at < freshNs)))
    return known.byHour;
  const byHour = countHours(engine, snapshot, now);
  kept.set(engine, { snapshot, at: now, byHour });
  byHour.catch(() => kept.delete(engine));
  return byHour;
}

async function countHours(engine: Engine, snapshot: Snapshot, now: bigint): Promise<ReadonlyMap<string, number>> {
  const from = now - BigInt(weeks * 7) * nsPerDay;
  const range = { from: from - (from % nsPerHour), to: now };
  const options = { ...range, datasets: eventDatasets(snapshot), by: ['@dataset', '@step'], step: nsPerHour };
  const counts = new Map<string, number>();
  for (const { key, count } of await engine.aggregate(all, snapshot, options))
    counts.set(`${key[0]} ${(parseTime(key[1] ?? '') ?? 0n) / nsPerHour}`, count);
  return counts;
}

/** The middle of what came at this hour in the weeks before, since the log type is known. */
function usualOf(hour: bigint, first: bigint, countAt: (hour: bigint) => number): number | null {
  const known: number[] = [];
  for (let week = 1; week < weeks; week++) {
    const at = hour - BigInt(week * hoursPerWeek);
    if (at > first) known.push(countAt(at));
  }
  if (known.length === 0) return null;
  known.sort((a, b) => a - b);
  return known[(known.length - 1) >> 1];
}

/** Whole hours behind the last event that usually have some; counted no further than a week. */
function missed(last: bigint, now: bigint, usual: (hour: bigint) => number | null): number {
  let hours = 0;
  for (let hour = last + 1n; hour < now && hour <= last + BigInt(hoursPerWeek); hour++)
    if ((usual(hour) ?? 0) > 0) hours++;
  return hours;
}
