import { createHash } from 'node:crypto';
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

/** Matches inserted by one statement. */
const chunk = 100;

/** Adds the matches that are new and puts each in its alert. Returns how many alerts were opened. */
export async function addMatches(db: StateDb, matches: readonly Match[]): Promise<number> {
  const groups = new Map<string, Match[]>();
  for (const match of matches) {
    const key = `${match.rule.id}\0${match.entity.kind}\0${match.entity.value}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [match]);
    else group.push(match);
  }
  let opened = 0;
  for (const group of groups.values()) opened += await addGroup(db, group);
  return opened;
}

/** Matches of one rule and entity. */
async function addGroup(db: StateDb, group: readonly Match[]): Promise<number> {
  const ordered = [...group].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const alerts = await alertsAround(db, ordered);
  const before = new Set(alerts.map((alert) => alert.id));
  const rows = ordered.map((match) => matchRow(match, alertFor(alerts, match)));
  const added = await insertMatches(db, rows);
  const counts = new Map<string, number>();
  for (const row of added) counts.set(row.alert, (counts.get(row.alert) ?? 0) + 1);
  const touched = alerts.filter((alert) => counts.has(alert.id));
  for (const alert of touched) await saveAlert(db, { ...alert, count: alert.count + (counts.get(alert.id) ?? 0) });
  return touched.filter((alert) => !before.has(alert.id)).length;
}

async function alertsAround(db: StateDb, ordered: readonly Match[]): Promise<AlertsTable[]> {
  const { rule, entity, time } = ordered[0];
  return db
    .selectFrom('alerts')
    .selectAll()
    .where('rule', '=', rule.id)
    .where('entity_kind', '=', entity.kind)
    .where('entity_value', '=', entity.value)
    .where('last', '>', nsText(time > windowNs ? time - windowNs : 0n))
    .where('first', '<', nsText(ordered[ordered.length - 1].time + windowNs))
    .orderBy('first')
    .execute();
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
  for (let at = 0; at < rows.length; at += chunk) {
    const insert = db.insertInto('matches').values(rows.slice(at, at + chunk));
    added.push(
      ...(await insert
        .onConflict((oc) => oc.doNothing())
        .returning('alert')
        .execute()),
    );
  }
  return added;
}

async function saveAlert(db: StateDb, alert: AlertsTable): Promise<void> {
  const { first, last, count, datasets } = alert;
  const changed = { first, last, count, datasets };
  await db
    .insertInto('alerts')
    .values(alert)
    .onConflict((oc) => oc.column('id').doUpdateSet(changed))
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
