import type { Investigation } from '../../../timeline/investigate-actor.ts';
import { formatTable } from '../table.ts';
import { clockTime } from './clock-time.ts';

/** How the timeline marks the events of an alert: `!1` is the first of the list. */
export function alertMarks({ alerts }: Pick<Investigation, 'alerts'>): ReadonlyMap<string, string> {
  return new Map(oldestFirst(alerts).map(({ id }, index) => [id, `!${index + 1}`]));
}

/** The alerts of the actor's events, each with its mark. */
export function alertsText({ alerts }: Pick<Investigation, 'alerts'>): string {
  if (alerts.length === 0) return '';
  const marks = alertMarks({ alerts });
  const table = formatTable(
    [
      { title: '' },
      { title: 'LEVEL' },
      { title: 'ALERT' },
      { title: 'RULE', max: 70 },
      { title: 'FIRST' },
      { title: 'EVENTS', right: true },
    ],
    oldestFirst(alerts).map(({ id, level, rule, first, count }) => [
      marks.get(id) ?? '',
      level,
      id,
      rule.title,
      clockTime(first),
      count,
    ]),
  );
  return `Alerts\n${table}`;
}

function oldestFirst(alerts: Investigation['alerts']): Investigation['alerts'] {
  return [...alerts].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
}
