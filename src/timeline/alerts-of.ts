import { type Alert, listAlerts, matchesBetween } from '../state/alerts.ts';
import type { StateDb } from '../state/open-state.ts';
import type { TimeRange } from './event-store.ts';

/** Alerts whose entity bears a name of the actor, newest first. */
export async function alertsNamed(db: StateDb, isName: (value: string) => boolean): Promise<Alert[]> {
  const alerts = await listAlerts(db);
  return newestFirst(alerts.filter(({ entity }) => isName(entity.value)));
}

/** Alerts that one of the events made, newest first, and which alert each of those events belongs to. */
export async function alertsOfEvents(
  db: StateDb,
  range: TimeRange,
  isEvent: (object: string, offset: number) => boolean,
): Promise<{ readonly alerts: Alert[]; readonly alertOf: ReadonlyMap<string, string> }> {
  const alertOf = new Map<string, string>();
  for (const { object, offset, alert } of await matchesBetween(db, range.from, range.to))
    if (isEvent(object, offset)) alertOf.set(eventKey(object, offset), alert);
  const ids = new Set(alertOf.values());
  const alerts = (await listAlerts(db)).filter(({ id }) => ids.has(id));
  return { alerts: newestFirst(alerts), alertOf };
}

/** One name for an event's identity, for maps and sets. */
export function eventKey(object: string, offset: number): string {
  return `${object}-${offset}`;
}

function newestFirst(alerts: Alert[]): Alert[] {
  return alerts.sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0));
}
