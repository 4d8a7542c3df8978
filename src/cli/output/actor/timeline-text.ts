import { type FoldedEvents, foldEvents } from '../../../timeline/fold-events.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import { cut } from '../printable.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';
import { stationShort } from './station-name.ts';

/** Lines of the timeline shown; the rest is counted. */
const mostLines = 200;

/** What happened, a line for events that are alike, oldest first. `~` marks what only an address joins to the actor. */
export function timelineText({ events, chain, found }: Investigation): string {
  if (events.length === 0) return 'No events in this range.\n';
  const folds = foldEvents(events);
  const names = new Map(chain.stations.map((station) => [station.id, stationShort(station)]));
  const table = formatTable(
    [
      { title: 'TIME' },
      { title: 'WHO', max: 40 },
      { title: 'WHAT', max: 100 },
      { title: 'FROM' },
      { title: 'RESULT' },
      { title: '' },
    ],
    folds.slice(0, mostLines).map((fold) => eventLine(fold, names)),
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
  { event, count, last, sentences }: FoldedEvents,
  names: ReadonlyMap<string, string>,
): (string | null)[] {
  const { time, station, sentence, address, outcome, error, alert } = event;
  const many =
    count > 1
      ? `${cut(sentence, 70)} ×${count}${sentences > 1 ? `, ${sentences} different` : ''}, to ${clockTime(last).slice(11)}`
      : sentence;
  const result = error ?? { success: 'ok', failure: 'failed' }[outcome ?? ''] ?? '';
  const who = station === null ? '~ same address' : (names.get(station) ?? station);
  return [clockTime(time), who, many, address, result, alert === null ? '' : `! ${alert}`];
}
