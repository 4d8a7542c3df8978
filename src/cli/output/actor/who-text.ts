import { harmless } from '../../../core/harmless/harmless.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import type { Identifier } from '../../../timeline/resolve-actor.ts';
import type { EventNumbers } from '../../../timeline/summarize.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';
import { counted } from './counted.ts';

/** Names of one field shown; of keys and addresses there may be many. */
const mostOfField = 3;

/** Who the actor is, by which events, and how much there is of it. */
export function whoText({ resolution, identity, range, summary, found, alerts }: Investigation): string {
  const { kind, name } = identity;
  const { identifiers } = resolution;
  const shown = identifiers.filter((name) => ofField(identifiers, name.field).indexOf(name) < mostOfField);
  const names = shown.map(({ field, value, count, first, proof }) => [
    field,
    value,
    count,
    clockTime(first),
    proof === null ? null : (proof.action ?? proof.dataset),
  ]);
  const table = formatTable(
    [
      { title: 'NAME' },
      { title: 'VALUE', max: 90, cut: 'middle' },
      { title: 'EVENTS', right: true },
      { title: 'FIRST' },
      { title: 'IN' },
    ],
    names,
  );
  const left = identifiers.length - shown.length;
  const more = left > 0 ? `… and at least ${left} more; --json has them with their proof\n` : '';
  const why = { asked: 'as asked', alert: `around alert ${range.alert?.id}`, activity: 'its last day' }[range.because];
  const weak = found.weak.length === 0 ? '' : `; ${counted(found.weak.length, 'event')} more only by address`;
  const { all, before, after } = summary;
  return [
    `${harmless(name)}  ${kind}\n`,
    `${clockTime(range.from)} to ${clockTime(range.to)} UTC, ${why}\n`,
    `${numbersText(all)}, ${counted(all.accounts, 'account')}, ${counted(all.addresses, 'address', 'addresses')}, `,
    `${counted(alerts.length, 'alert')}${weak}\n`,
    before === null || after === null
      ? ''
      : `before the alert ${numbersText(before)}; from it on ${numbersText(after)}\n`,
    names.length > 0 ? `\n${table}${more}` : '',
  ].join('');
}

function ofField(identifiers: readonly Identifier[], wanted: string): readonly Identifier[] {
  return identifiers.filter(({ field }) => field === wanted);
}

function numbersText({ events, failed, changes }: EventNumbers): string {
  return `${counted(events, 'event')}, ${counted(changes, 'change')}, ${failed.toLocaleString('en-US')} failed`;
}
