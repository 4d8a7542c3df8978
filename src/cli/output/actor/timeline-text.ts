import { type FoldedEvents, foldEvents } from '../../../timeline/fold-events.ts';
import { identityOfShape, shortName } from '../../../timeline/identity.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import type { TimelineEvent } from '../../../timeline/timeline.ts';
import { formatTable } from '../table.ts';
import { alertMarks } from './alerts-text.ts';
import { clockTime } from './clock-time.ts';
import { stationShort } from './station-name.ts';

/** Lines of the timeline shown; the rest is counted. */
const mostLines = 200;

/** What happened, a line for events that are alike, oldest first. `~` marks what only an address joins to the actor. */
export function timelineText({ events, chain, found, alerts }: Investigation): string {
  if (events.length === 0) return 'No events in this range.\n';
  const folds = foldEvents(events);
  const names = new Map(chain.stations.map((station) => [station.id, stationShort(station)]));
  const marks = alertMarks({ alerts });
  const table = formatTable(
    [
      { title: 'TIME (UTC)' },
      { title: 'WHO', max: 24, cut: 'middle' },
      { title: 'WHAT', max: 100 },
      { title: 'FROM', max: 39 },
      { title: 'RESULT', max: 14 },
      { title: '' },
    ],
    folds.slice(0, mostLines).map((fold) => eventLine(fold, names, marks)),
  );
  const more = folds.length > mostLines ? `… and ${folds.length - mostLines} more lines; --json has all events\n` : '';
  const left = found.cut ? 'There are more events than can be shown; ask for a shorter range.\n' : '';
  const busy = found.busyAddresses.map(
    ({ address, events: count }) =>
      `${address} has ${count.toLocaleString('en-US')} other events, too many to tell anything.\n`,
  );
  return `Timeline\n${table}${more}${left}${busy.join('')}`;
}

function eventLine(
  { event, count, last, sentences, addresses }: FoldedEvents,
  names: ReadonlyMap<string, string>,
  marks: ReadonlyMap<string, string>,
): (string | null)[] {
  const { time, sentence, address, outcome, error, alert } = event;
  const like = sentences > 1 ? ' and the like' : '';
  const many = count > 1 ? `${count}× ${sentence}${like}, to ${clockTime(last).slice(11)}` : sentence;
  const from = addresses > 1 ? `${address} +${addresses - 1}` : address;
  const result = error ?? { success: 'ok', failure: 'failed' }[outcome ?? ''] ?? '';
  // The range above says the year.
  return [clockTime(time).slice(5), whoOf(event, names), many, from, result, marks.get(alert ?? '') ?? ''];
}

/** The station of the chain; where there is no chain, such as for an address, the principal of the call. */
function whoOf({ station, principal, evidence }: TimelineEvent, names: ReadonlyMap<string, string>): string {
  if (evidence === 'weak') return '~ same address';
  const known = station === null ? undefined : names.get(station);
  if (known !== undefined) return known;
  const identity = principal === null ? null : identityOfShape(principal);
  return identity === null ? (principal ?? '') : shortName(identity);
}
