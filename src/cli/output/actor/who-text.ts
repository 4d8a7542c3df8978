import type { Investigation } from '../../../timeline/investigate-actor.ts';
import type { EventNumbers } from '../../../timeline/summarize.ts';
import { printable } from '../printable.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';

/** Names shown; of keys and addresses there may be many more. */
const mostNames = 12;

/** Who the actor is, by which events, and how much there is of it. */
export function whoText({ resolution, identity, range, summary, found, alerts }: Investigation): string {
  const { kind, name } = identity;
  const names = resolution.identifiers.map(({ field, value, count, first, proof }) => [
    field,
    value,
    count,
    clockTime(first),
    proof === null ? null : (proof.action ?? proof.dataset),
  ]);
  const table = formatTable(
    [
      { title: 'NAME' },
      { title: 'VALUE', max: 90 },
      { title: 'EVENTS', right: true },
      { title: 'FIRST' },
      { title: 'IN' },
    ],
    names.slice(0, mostNames),
  );
  const more = names.length > mostNames ? `… and ${names.length - mostNames} more names\n` : '';
  const why = { asked: 'as asked', alert: `around alert ${range.alert?.id}`, activity: 'its last day' }[range.because];
  const { all, before, after } = summary;
  return [
    `${printable(name)}  ${kind}\n`,
    `${clockTime(range.from)} to ${clockTime(range.to)}, ${why}\n`,
    `${numbersText(all)}, ${counted(all.accounts, 'account')}, ${counted(all.addresses, 'address', 'addresses')}, `,
    `${counted(alerts.length, 'alert')}; ${counted(found.weak.length, 'event')} more only by address\n`,
    before === null || after === null
      ? ''
      : `before the alert ${numbersText(before)}; from it on ${numbersText(after)}\n`,
    names.length > 0 ? `\n${table}${more}` : '',
  ].join('');
}

function numbersText({ events, failed, changes }: EventNumbers): string {
  return `${counted(events, 'event')}, ${counted(changes, 'change')}, ${failed.toLocaleString('en-US')} failed`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
