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
  /** What the event names exactly, for stories: ARNs, access keys, ids that only the records of one event have. */
  readonly evidence?: readonly string[];
}

export const alertStatuses = ['open', 'working', 'closed'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

export const verdicts = ['attack', 'expected', 'wrong-rule', 'test', 'unclear'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Alert {
  readonly id: string;
  /** What people call it: `A-1042`. */
  readonly number: string;
  readonly rule: { readonly id: string; readonly title: string; readonly path: string };
  readonly level: string;
  readonly status: AlertStatus;
  readonly entity: { readonly kind: string; readonly value: string };
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
  readonly datasets: readonly string[];
  /** Id of the user who works on it. */
  readonly owner: string | null;
  /** What it turned out to be, and why; null unless it is closed. */
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  /** Id of the suppression that keeps it quiet. */
  readonly suppression: string | null;
  /** Id of the alert that its story is named after; null when it is alone. */
  readonly story: string | null;
  /** Id of the closed alert that it goes on from. */
  readonly continues: string | null;
  /** Found in history: none of its events was young enough at its commit to page people. */
  readonly history: boolean;
  /** Wall clock, nanoseconds: when it was opened, and last changed by matches or people. */
  readonly opened: bigint;
  readonly changed: bigint;
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

/** The alert of an id or a number, `A-1042` or `1042`; null when there is none. */
export async function findAlert(db: StateDb, name: string): Promise<Alert | null> {
  const number = numberOf(name);
  const row = await db
    .selectFrom('alerts')
    .selectAll()
    .where((eb) => eb.or([eb('id', '=', name), ...(number === null ? [] : [eb('number', '=', number)])]))
    .orderBy((eb) => eb('id', '=', name), 'desc')
    .executeTakeFirst();
  return row === undefined ? null : toAlert(row);
}

/** `A-1042` → 1042; null for what is no number of an alert. */
export function numberOf(name: string): number | null {
  const digits = /^(?:a-?)?(\d{1,9})$/i.exec(name.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

export function numberText(number: number): string {
  return `A-${number}`;
}

export function toAlert(row: AlertsTable): Alert {
  return {
    id: row.id,
    number: numberText(row.number),
    rule: { id: row.rule, title: row.rule_title, path: row.rule_path },
    level: row.level,
    status: row.status as AlertStatus,
    entity: { kind: row.entity_kind, value: row.entity_value },
    first: nsOf(row.first),
    last: nsOf(row.last),
    count: row.count,
    datasets: JSON.parse(row.datasets),
    owner: row.owner,
    verdict: row.verdict as Verdict | null,
    reason: row.verdict_reason,
    suppression: row.suppression,
    story: row.story,
    continues: row.continues,
    history: row.in_history === 1,
    opened: nsOf(row.opened ?? row.last),
    changed: nsOf(row.changed ?? row.last),
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
