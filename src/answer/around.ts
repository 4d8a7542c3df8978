import { nsPerDay, nsPerSecond } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import type { Around } from './answer.ts';
import { type Facts, keyOf } from './facts.ts';
import { numbersOf } from './outcomes.ts';
import type { Novelties } from './whose-news.ts';

const nsPerHour = 3600n * nsPerSecond;

/** How much the actor did an hour and a day before the first match and from it on, and how much of it is something else. */
export function aroundOf({ alert, calls, matched, found }: Facts, news: Novelties): Around {
  const behind = new Set(matched.map(keyOf));
  const others = calls.filter((row) => !behind.has(keyOf(row)));
  const before = (rows: readonly EventRow[], length: bigint) =>
    numbersOf(rows.filter(({ time }) => time < alert.first && time >= alert.first - length));
  const isAfter = ({ time }: EventRow, length: bigint) => time >= alert.first && time <= alert.last + length;
  const after = (rows: readonly EventRow[], length: bigint) => numbersOf(rows.filter((row) => isAfter(row, length)));
  const both = (rows: readonly EventRow[], length: bigint) => ({
    before: before(rows, length),
    after: after(rows, length),
  });
  // Whoever comes to a host name is new to it.
  const isCompared = found.identity.kind !== 'domain';
  const countNew = (rows: readonly EventRow[]) => {
    if (!isCompared) return null;
    const judged = rows.map((row) => news.row(row));
    return judged.every((isNew) => isNew === null) ? null : judged.filter((isNew) => isNew === true).length;
  };
  return {
    hour: both(calls, nsPerHour),
    day: both(calls, nsPerDay),
    else: both(others, nsPerDay),
    elseNew: {
      before: countNew(others.filter(({ time }) => time < alert.first)),
      after: countNew(others.filter((row) => isAfter(row, nsPerDay))),
    },
    weak: found.found.weak.length,
    cut: found.found.cut,
    last: calls.at(-1)?.time ?? null,
  };
}
