import { harmless } from '../../../core/harmless/harmless.ts';
import type { Investigation } from '../../../timeline/investigate-actor.ts';
import { verbs } from '../../../timeline/touched.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';

/** Things that calls which worked created, read, changed, deleted, shared or ran. */
export function touchedText({ touched }: Investigation): string {
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
    listed.length === 0 ? '' : `Also asked for: ${[...new Set(listed.map(({ kind }) => harmless(kind)))].join(', ')}\n`;
  if (rows.length === 0) return listings === '' ? '' : `Touched\n${listings}`;
  const table = formatTable(
    [
      { title: '' },
      { title: 'WHAT' },
      { title: 'NAME', max: 70, cut: 'middle' },
      { title: 'ACCOUNT' },
      { title: 'EVENTS', right: true },
      { title: 'FIRST' },
      { title: '' },
    ],
    rows,
  );
  return `Touched\n${table}${listings}`;
}
