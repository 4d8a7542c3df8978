import { nsPerDay, nsPerSecond } from '../../core/time/rfc3339.ts';
import { message } from '../../core/words/say.ts';
import { dayOf } from '../../engines/day-of.ts';
import type { Sighting } from '../../engines/engine.ts';
import type { EventStore, TimeRange } from '../event-store.ts';
import { type Gap, noPlace } from './gap.ts';

/** Log types that cover an account as a whole, so that every account should have them. */
const accountWide = ['aws.cloudtrail', 'aws.guardduty', 'aws.vpcflow'];

const habitDays = 7;
/** Days of the habit that must have events, for a silence to mean anything. */
const busyDays = 5;
/** Events that should have come in a silence; fewer may be chance or a quiet night. */
const enoughMissing = 30;
const nsPerHour = 3600n * nsPerSecond;

/**
 * Log types that did not come from one of the accounts in the range or the week before, and those that fell silent
 * against that week. Read from the entity index alone.
 */
export async function silentSources(store: EventStore, accounts: readonly string[], range: TimeRange): Promise<Gap[]> {
  const options = {
    values: accounts,
    fields: ['cloud.account.id'],
    from: dayOf(range.from - BigInt(habitDays) * nsPerDay),
    to: dayOf(range.to),
  };
  const sightings = await store.engine.sightings(options, store.snapshot);
  const storeLast = store.snapshot.segments.reduce((last, segment) => (segment.last > last ? segment.last : last), 0n);
  const end = storeLast < range.to ? storeLast : range.to;
  return accounts.flatMap((account) => {
    const own = sightings.filter(({ value }) => value === account);
    const datasets = [...new Set(own.map(({ dataset }) => dataset))];
    const silent = datasets.flatMap((dataset) =>
      silence(
        own.filter((seen) => seen.dataset === dataset),
        { from: range.from, to: end },
      ),
    );
    return [...neverCollected(account, datasets), ...silent];
  });
}

function neverCollected(account: string, datasets: readonly string[]): Gap[] {
  return accountWide
    .filter((dataset) => !datasets.includes(dataset))
    .map((dataset) => ({
      ...noPlace,
      kind: 'never-collected',
      message: message('gap.never-collected', { dataset, account, days: habitDays }),
      dataset,
      account,
      evidence: { events: 0, daysBefore: habitDays },
    }));
}

/** Sightings of one account in one log type, a day each. */
function silence(days: readonly Sighting[], range: TimeRange): Gap[] {
  const habitFrom = dayOf(range.from - BigInt(habitDays) * nsPerDay);
  const habit = days.filter(({ day }) => day >= habitFrom && day < dayOf(range.from));
  const perHour = habit.reduce((sum, { count }) => sum + count, 0) / (habitDays * 24);
  const last = days.reduce((latest, seen) => (seen.last > latest && seen.first < range.to ? seen.last : latest), 0n);
  const hours = Number((range.to - last) / nsPerHour);
  const missing = Math.floor(perHour * hours);
  if (habit.length < busyDays || missing < enoughMissing) return [];
  const { dataset, value: account } = days[0];
  return [
    {
      ...noPlace,
      kind: 'source-silent',
      message: message('gap.source-silent', { dataset, account, since: last, missing }),
      dataset,
      account,
      since: last,
      evidence: { hours, expectedEvents: missing, eventsPerHourBefore: Math.round(perHour * 10) / 10 },
    },
  ];
}
