import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';

/** A rule hit an event. Unique by (rule, object, offset): reload and replay cannot count it twice. */
export interface Match {
  readonly rule: { readonly id: string; readonly title: string; readonly level: string; readonly path: string };
  readonly object: string;
  readonly offset: number;
  readonly dataset: string;
  readonly time: bigint;
  readonly event: string;
  /** The log type's primary entity in this event, which alerts group by. */
  readonly entity: { readonly kind: string; readonly value: string };
}

export interface Alert {
  readonly id: string;
  readonly rule: { readonly id: string; readonly title: string; readonly path: string };
  readonly level: string;
  readonly status: string;
  readonly entity: { readonly kind: string; readonly value: string };
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
  readonly datasets: readonly string[];
}

/** Alerts, worst and newest first. */
export async function listAlerts(db: StateDb): Promise<Alert[]> {
  const rows = await db.selectFrom('alerts').selectAll().orderBy('last', 'desc').orderBy('id').execute();
  return rows.map(toAlert).sort((a, b) => severity(b.level) - severity(a.level));
}

/** Sigma's levels in rising order; unknown ones come last. */
export function severity(level: string): number {
  return ['informational', 'low', 'medium', 'high', 'critical'].indexOf(level);
}

function toAlert(row: AlertsTable): Alert {
  return {
    id: row.id,
    rule: { id: row.rule, title: row.rule_title, path: row.rule_path },
    level: row.level,
    status: row.status,
    entity: { kind: row.entity_kind, value: row.entity_value },
    first: nsOf(row.first),
    last: nsOf(row.last),
    count: row.count,
    datasets: JSON.parse(row.datasets),
  };
}

export interface AlertMatch {
  readonly object: string;
  readonly offset: number;
  readonly dataset: string;
  readonly time: bigint;
  readonly event: string;
}

/** The events behind an alert, oldest first. */
export async function matchesOf(db: StateDb, alert: string): Promise<AlertMatch[]> {
  const rows = await db
    .selectFrom('matches')
    .selectAll()
    .where('alert', '=', alert)
    .orderBy('time')
    .orderBy('object')
    .orderBy('offset')
    .execute();
  return rows.map(({ object, offset, dataset, time, event }) => ({ object, offset, dataset, time: nsOf(time), event }));
}

/** Matches of events in `[from, to)`, and the alert each belongs to. */
export async function matchesBetween(
  db: StateDb,
  from: bigint,
  to: bigint,
): Promise<{ readonly object: string; readonly offset: number; readonly alert: string }[]> {
  return db
    .selectFrom('matches')
    .select(['object', 'offset', 'alert'])
    .where('time', '>=', nsText(from))
    .where('time', '<', nsText(to))
    .execute();
}
