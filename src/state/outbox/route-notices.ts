import type { Selectable } from 'kysely';
import { severity } from '../alerts.ts';
import { inChunks } from '../in-chunks.ts';
import { nsText } from '../ns.ts';
import type { StateDb } from '../open-state.ts';
import type { AlertsTable, NoticesTable } from '../tables.ts';
import { type Told, tell } from './tell.ts';

export type Notice = Selectable<NoticesTable>;

/** One destination, and which alerts it is told of. */
export interface Route {
  readonly destination: string;
  readonly accepts: (alert: AlertsTable) => boolean;
}

export interface RoutingOptions {
  readonly routes: readonly Route[];
  /** Wall clock, nanoseconds. */
  readonly now: bigint;
  /** A story's messages to one destination are at least so far apart, unless it became worse; nanoseconds. */
  readonly gap: bigint;
  /** Notices older than this are dropped: nobody was there to send them for so long. Nanoseconds. */
  readonly oldest: bigint;
}

/** What commits noted, oldest first. */
export async function pendingNotices(db: StateDb, most: number): Promise<Notice[]> {
  return db.selectFrom('notices').selectAll().orderBy('seq').limit(most).execute();
}

/**
 * Makes messages of notices: a new one for each destination that is to be told, or more in one that has not been tried
 * yet. The notices are gone with the same transaction, so each has its effect exactly once.
 */
export async function routeNotices(db: StateDb, notices: readonly Notice[], options: RoutingOptions): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const alerts = await alertsOf(trx, notices);
    for (const told of toldBy(notices, alerts, options)) await tell(trx, told, options);
    for (const some of inChunks(notices.map(({ seq }) => seq)))
      await trx.deleteFrom('notices').where('seq', 'in', some).execute();
  });
}

async function alertsOf(db: StateDb, notices: readonly Notice[]): Promise<Map<string, AlertsTable>> {
  const alerts = new Map<string, AlertsTable>();
  for (const some of inChunks([...new Set(notices.map(({ alert }) => alert))]))
    for (const row of await db.selectFrom('alerts').selectAll().where('id', 'in', some).execute())
      alerts.set(row.id, row);
  return alerts;
}

/** By destination and story: which alerts are to be told of there, and how much came to each. */
function toldBy(
  notices: readonly Notice[],
  alerts: ReadonlyMap<string, AlertsTable>,
  { routes, now, oldest }: RoutingOptions,
): Iterable<Told> {
  const told = new Map<string, Told>();
  for (const { alert: id, at, matches } of notices) {
    const alert = alerts.get(id);
    if (alert === undefined || at < nsText(now - oldest) || !isToTell(alert)) continue;
    const story = alert.story ?? alert.id;
    for (const { destination, accepts } of routes) {
      if (!accepts(alert)) continue;
      const key = `${destination}\0${story}`;
      const one = told.get(key) ?? { destination, story, severity: -1, alerts: new Map<string, number>() };
      one.alerts.set(id, (one.alerts.get(id) ?? 0) + matches);
      told.set(key, { ...one, severity: Math.max(one.severity, severity(alert.level)) });
    }
  }
  return told.values();
}

/** Nobody is told of an alert that is suppressed, closed, or found in history. */
export function isToTell(alert: Pick<AlertsTable, 'in_history' | 'suppression' | 'status'>): boolean {
  return alert.in_history === 0 && alert.suppression === null && alert.status !== 'closed';
}
