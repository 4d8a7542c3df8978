import { createHash } from 'node:crypto';
import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable, MatchesTable } from './tables.ts';

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

/** An alert gathers matches of one rule and entity for this long from its first match. */
const windowNs = 24n * 3600n * 1_000_000_000n;

/** Adds the matches that are new and puts each in its alert. Returns how many alerts were opened. */
export async function addMatches(db: StateDb, matches: readonly Match[]): Promise<number> {
  if (matches.length === 0) return 0;
  const ordered = [...matches].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const alerts = await alertsAround(db, ordered);
  const before = new Set([...alerts.values()].flatMap((group) => group.map(({ id }) => id)));
  const rows = ordered.map((match) => {
    const group = groupOf(alerts, alertKey(match.rule.id, match.entity));
    return matchRow(match, alertFor(group, match));
  });
  const added = new Map<string, number>();
  for (const { alert } of await insertMatches(db, rows)) added.set(alert, (added.get(alert) ?? 0) + 1);
  const touched = [...alerts.values()].flat().filter(({ id }) => added.has(id));
  await saveAlerts(
    db,
    touched.map((alert) => ({ ...alert, count: alert.count + (added.get(alert.id) ?? 0) })),
  );
  return touched.filter(({ id }) => !before.has(id)).length;
}

const alertKey = (rule: string, { kind, value }: Match['entity']): string => `${rule}\0${kind}\0${value}`;

function groupOf(alerts: Map<string, AlertsTable[]>, key: string): AlertsTable[] {
  const known = alerts.get(key);
  if (known !== undefined) return known;
  const group: AlertsTable[] = [];
  alerts.set(key, group);
  return group;
}

/** Alerts that matches may belong to, oldest first, by rule and entity. */
async function alertsAround(db: StateDb, ordered: readonly Match[]): Promise<Map<string, AlertsTable[]>> {
  const rules = [...new Set(ordered.map(({ rule }) => rule.id))];
  const values = [...new Set(ordered.map(({ entity }) => entity.value))];
  const { time } = ordered[0];
  const alerts = new Map<string, AlertsTable[]>();
  for (const some of inChunks(values)) {
    const rows = await db
      .selectFrom('alerts')
      .selectAll()
      .where('rule', 'in', rules)
      .where('entity_value', 'in', some)
      .where('last', '>', nsText(time > windowNs ? time - windowNs : 0n))
      .where('first', '<', nsText(ordered[ordered.length - 1].time + windowNs))
      .orderBy('first')
      .execute();
    for (const row of rows)
      groupOf(alerts, alertKey(row.rule, { kind: row.entity_kind, value: row.entity_value })).push(row);
  }
  return alerts;
}

/** The alert whose 24 hours hold the match, stretched to it; a late match may stretch one backwards if all still fit. */
function alertFor(alerts: AlertsTable[], match: Match): AlertsTable {
  const { time, dataset } = match;
  const known = alerts.find((alert) => time < nsOf(alert.first) + windowNs && nsOf(alert.last) < time + windowNs);
  const alert = known ?? newAlert(match);
  if (known === undefined) alerts.push(alert);
  const text = nsText(time);
  if (text < alert.first) alert.first = text;
  if (text > alert.last) alert.last = text;
  const datasets: string[] = JSON.parse(alert.datasets);
  if (!datasets.includes(dataset)) alert.datasets = JSON.stringify([...datasets, dataset].sort());
  return alert;
}

function newAlert(match: Match): AlertsTable {
  const time = nsText(match.time);
  const name = [match.rule.id, match.entity.kind, match.entity.value, match.object, match.offset].join('\0');
  return {
    id: createHash('sha256').update(name).digest('hex').slice(0, 12),
    rule: match.rule.id,
    rule_title: match.rule.title,
    rule_path: match.rule.path,
    level: match.rule.level,
    status: 'open',
    entity_kind: match.entity.kind,
    entity_value: match.entity.value,
    first: time,
    last: time,
    count: 0,
    datasets: '[]',
  };
}

function matchRow(match: Match, alert: AlertsTable): MatchesTable {
  const { rule, object, offset, dataset, time, event } = match;
  return { rule: rule.id, object, offset, dataset, time: nsText(time), event, alert: alert.id };
}

async function insertMatches(db: StateDb, rows: readonly MatchesTable[]): Promise<{ alert: string }[]> {
  const added: { alert: string }[] = [];
  for (const some of inChunks(rows)) {
    const insert = db.insertInto('matches').values(some);
    added.push(
      ...(await insert
        .onConflict((oc) => oc.doNothing())
        .returning('alert')
        .execute()),
    );
  }
  return added;
}

async function saveAlerts(db: StateDb, alerts: readonly AlertsTable[]): Promise<void> {
  for (const some of inChunks(alerts))
    await db
      .insertInto('alerts')
      .values(some)
      .onConflict((oc) =>
        oc.column('id').doUpdateSet((eb) => ({
          first: eb.ref('excluded.first'),
          last: eb.ref('excluded.last'),
          count: eb.ref('excluded.count'),
          datasets: eb.ref('excluded.datasets'),
        })),
      )
      .execute();
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
  const rows = await db.selectFrom('matches').selectAll().where('alert', '=', alert).orderBy('time').execute();
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
