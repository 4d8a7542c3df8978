import { harmless } from '../../../core/harmless/harmless.ts';
import { identityOfShape, shortName } from '../../../timeline/identity.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import type { NewValue } from '../../../timeline/new-against-baseline.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';

/** What the actor's roles and users did not have in the 30 days before, and where there is nothing to compare. */
export function newText({ novelty: { values, baselines } }: Investigation): string {
  const notes = baselines.flatMap(({ who, status, days }) => {
    if (status === 'compared') return [];
    const name = harmless(shortName(identityOfShape(who) ?? { kind: 'name', name: who, account: null }));
    return status === 'first-seen'
      ? [`${name} was never seen in the ${days} days before.\n`]
      : [`${name}: ${days} days of history are too few to compare with.\n`];
  });
  const groups = new Map<string, NewValue[]>();
  for (const value of values.filter(({ field }) => field !== 'actor')) {
    const key = `${value.who}\0${value.field}`;
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  const rows = [...groups.values()].map((group) => [
    shortName(identityOfShape(group[0].who) ?? { kind: 'name', name: group[0].who, account: null }),
    group[0].field,
    valuesText(group),
    clockTime(group[0].proof.time),
  ]);
  if (rows.length === 0) return notes.length === 0 ? '' : `New against the 30 days before\n${notes.join('')}`;
  const table = formatTable(
    [{ title: 'WHO', max: 40, cut: 'middle' }, { title: 'FIELD' }, { title: 'VALUES', max: 110 }, { title: 'FIRST' }],
    rows,
  );
  return `New against the 30 days before\n${table}${notes.join('')}`;
}

/** Values of one field shown. */
const mostValues = 5;

function valuesText(group: readonly NewValue[]): string {
  const shown = group.slice(0, mostValues).map(({ value, count }) => (count > 1 ? `${value} ×${count}` : value));
  return `${shown.join(', ')}${group.length > mostValues ? `, and ${group.length - mostValues} more` : ''}`;
}
