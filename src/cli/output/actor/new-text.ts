import { identityOfShape, shortName } from '../../../timeline/identity.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import { printable } from '../printable.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';

/** What the actor's roles and users did not have in the 30 days before, and where there is nothing to compare. */
export function newText({ novelty: { values, baselines } }: Investigation): string {
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
