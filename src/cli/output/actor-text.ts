import { formatTime } from '../../core/time/rfc3339.ts';
import { type FoldedEvents, foldEvents } from '../../timeline/fold-events.ts';
import { identityOfShape, shortName } from '../../timeline/identity.ts';
import type { Investigation } from '../../timeline/investigate-actor.ts';
import type { Resolution } from '../../timeline/resolve-actor.ts';
import type { Station } from '../../timeline/role-chain.ts';
import { verbs } from '../../timeline/touched.ts';
import { cut, printable } from './printable.ts';
import { formatTable } from './table.ts';

/** An actor as people read it: who, how they came to be, what they did. */
export function formatActor(actor: Investigation): string {
  return [whoText(actor), chainText(actor), eventsText(actor), newText(actor), touchedText(actor), gapsText(actor)]
    .filter((part) => part !== '')
    .join('\n');
}

/** What to say when an id leads to nobody, or to several. */
export function formatNobody({ asked, seen, candidates }: Resolution): string {
  if (candidates.length > 0)
    return `${printable(asked)} may be any of these; ask for one of them:\n${candidates.map(({ name }) => `  ${printable(name)}\n`).join('')}`;
  if (seen.length === 0) return `${printable(asked)} was never seen.\n`;
  const places = seen.map(({ field, dataset, count }) => `${field} of ${dataset} (${count})`);
  return `${printable(asked)} names nobody: it was seen in ${places.join(', ')}.\n`;
}

function whoText({ resolution, identity, range, alerts }: Investigation): string {
  const { kind, name } = identity;
  const names = resolution.identifiers.map(({ field, value, count, first, proof }) => [
    field,
    value,
    count,
    clockTime(first),
    proof === null ? null : `${proof.action ?? proof.dataset} ${proof.object}-${proof.offset}`,
  ]);
  const table = formatTable(
    [
      { title: 'NAME' },
      { title: 'VALUE', max: 90 },
      { title: 'EVENTS', right: true },
      { title: 'FIRST' },
      { title: 'PROOF', max: 60 },
    ],
    names,
  );
  const why = { asked: 'as asked', alert: `around alert ${range.alert}`, activity: 'its last day' }[range.because];
  return [
    `${printable(name)}  ${kind}\n`,
    `${clockTime(range.from)} to ${clockTime(range.to)}, ${why}; ${alerts.length} alerts\n\n`,
    names.length > 0 ? table : '',
  ].join('');
}

function chainText({ chain: { stations, cut: left } }: Investigation): string {
  if (stations.length < 2) return '';
  const lines: string[] = [];
  const shown = new Set<string>();
  const draw = (station: Station, indent: string) => {
    const link = station.links[0];
    const how = link === undefined ? '' : `  ${link.proof.action ?? ''} ${clockTime(link.proof.time)}`;
    const mark = station.side === 'self' ? '  ← asked for' : '';
    const again = shown.has(station.id);
    lines.push(`${indent}${stationName(station)}${how}${again ? '  (above)' : mark}\n`);
    if (again) return;
    shown.add(station.id);
    for (const child of stations.filter(({ links }) => links.some(({ by }) => by === station.id)))
      draw(child, `${indent === '' ? '' : indent.replace('└─', '  ')}└─ `);
  };
  for (const root of stations.filter(({ links }) => links.length === 0)) draw(root, '');
  if (left > 0) lines.push(`… and ${left} more\n`);
  return `Chain\n${lines.join('')}`;
}

function stationName({ id, principal, account, kind }: Station): string {
  const identity = identityOfShape(principal ?? id) ?? { kind, name: id, account };
  const of = account === null ? '' : ` in ${account}`;
  return printable(principal === null ? `${shortName(identity)}${of}` : `${shortName(identity)}${of} (${id})`);
}

/** Lines of the timeline shown; the rest is counted. */
const mostLines = 200;

function eventsText({ events, chain, found }: Investigation): string {
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

function stationShort({ id, principal, kind, account }: Station): string {
  return shortName(identityOfShape(principal ?? id) ?? { kind, name: id, account });
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

function newText({ novelty: { values, baselines } }: Investigation): string {
  const notes = baselines.flatMap(({ who, status, days }) => {
    if (status === 'compared') return [];
    const name = printable(shortName(identityOfShape(who) ?? { kind: 'name', name: who, account: null }));
    return status === 'first-seen'
      ? [`${name} was never seen in the ${days} days before.\n`]
      : [`${name}: ${days} days of history are too young to compare.\n`];
  });
  const rows = values
    .filter(({ field }) => field !== 'actor')
    .map(({ who, field, value, count, proof }) => [
      shortName(identityOfShape(who) ?? { kind: 'name', name: who, account: null }),
      field,
      value,
      count,
      clockTime(proof.time),
    ]);
  if (rows.length === 0) return notes.length === 0 ? '' : `New against the 30 days before\n${notes.join('')}`;
  const table = formatTable(
    [
      { title: 'WHO', max: 40 },
      { title: 'FIELD' },
      { title: 'VALUE', max: 60 },
      { title: 'EVENTS', right: true },
      { title: 'FIRST' },
    ],
    rows,
  );
  return `New against the 30 days before\n${table}${notes.join('')}`;
}

function touchedText({ touched }: Investigation): string {
  const rows = verbs.flatMap((verb) =>
    touched[verb]
      .filter(({ name }) => name !== null)
      .map(({ kind, name, account, count, first, with: others }) => [
        verb,
        kind,
        name,
        account,
        count,
        clockTime(first),
        others.length === 0 ? '' : `with ${others.join(', ')}`,
      ]),
  );
  const listed = touched.read.filter(({ name }) => name === null);
  const listings =
    listed.length === 0 ? '' : `Also asked for: ${listed.map(({ kind }) => printable(kind)).join(', ')}\n`;
  if (rows.length === 0) return listings === '' ? '' : `Touched\n${listings}`;
  const table = formatTable(
    [
      { title: '' },
      { title: 'WHAT' },
      { title: 'NAME', max: 70 },
      { title: 'ACCOUNT' },
      { title: 'EVENTS', right: true },
      { title: 'FIRST' },
      { title: '' },
    ],
    rows,
  );
  return `Touched\n${table}${listings}`;
}

function gapsText({ gaps }: Investigation): string {
  if (gaps.length === 0) return 'Cannot see: nothing is missing that is known of.\n';
  return `Cannot see\n${gaps.map(({ sentence }) => `  ${printable(sentence)}\n`).join('')}`;
}

function clockTime(time: bigint): string {
  return formatTime(time).slice(0, 19).replace('T', ' ');
}
