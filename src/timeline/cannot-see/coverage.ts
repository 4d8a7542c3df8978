import { nsPerDay, nsPerSecond } from '../../core/time/rfc3339.ts';
import { dayOf } from '../../engines/day-of.ts';
import type { EventStore, TimeRange } from '../event-store.ts';

/** A log type of an account, or of all where it tells of none, and how far it has come. */
export interface Source {
  readonly dataset: string;
  readonly account: string | null;
  /** Its last event. */
  readonly last: bigint;
  /** Up to when its pace says that nothing is missing: the end of the range, or its last event. */
  readonly completeTo: bigint;
}

const habitDays = 7n;
const nsPerHour = 3600n * nsPerSecond;
/** Fewer events than this can be missing by chance or in a quiet night. */
const enoughMissing = 30;

/**
 * Sources that would show what happened in these accounts and log types in the range, judged by their pace in it and in
 * the week before. Read from the entity index and the catalog alone.
 */
export async function sourcesOf(
  store: EventStore,
  { accounts, datasets }: { readonly accounts: readonly string[]; readonly datasets: readonly string[] },
  range: TimeRange,
): Promise<readonly Source[]> {
  const from = range.from - habitDays * nsPerDay;
  const days = { from: dayOf(from), to: dayOf(range.to) };
  const options = { values: accounts, fields: ['cloud.account.id'], ...days };
  const sightings = accounts.length === 0 ? [] : await store.engine.sightings(options, store.snapshot);
  const paces = new Map<string, Pace>();
  for (const { dataset, value, first, last, count } of sightings)
    addTo(paces, { dataset, account: value }, { first, last, count });
  const told = new Set([...paces.values()].map(({ dataset }) => dataset));
  for (const { dataset, day, first, last, rows: count } of store.snapshot.segments)
    if (datasets.includes(dataset) && !told.has(dataset) && day >= days.from && day <= days.to)
      addTo(paces, { dataset, account: null }, { first, last, count });
  return [...paces.values()].map((pace) => ({
    dataset: pace.dataset,
    account: pace.account,
    last: pace.last,
    completeTo: isBehind(pace, range.to) ? pace.last : range.to,
  }));
}

interface Span {
  first: bigint;
  last: bigint;
  count: number;
}
type Pace = Pick<Source, 'dataset' | 'account'> & Span;

function addTo(
  paces: Map<string, Pace>,
  source: Pick<Source, 'dataset' | 'account'>,
  { first, last, count }: Span,
): void {
  const key = `${source.dataset}\0${source.account}`;
  const pace = paces.get(key);
  if (pace === undefined) {
    paces.set(key, { ...source, first, last, count });
    return;
  }
  pace.first = first < pace.first ? first : pace.first;
  pace.last = last > pace.last ? last : pace.last;
  pace.count += count;
}

/** Whether more should have come since the last event than chance leaves out. */
function isBehind({ first, last, count }: Pace, to: bigint): boolean {
  if (last >= to) return false;
  const hours = Number(last - first) / Number(nsPerHour);
  const since = Number(to - last) / Number(nsPerHour);
  return hours > 0 && (count / hours) * since >= enoughMissing;
}
