import { sql } from 'kysely';
import { type AlertFilter, matchesFilter } from './alert-filter.ts';
import { type Alert, type AlertStatus, toAlert } from './alerts.ts';
import type { StateDb } from './open-state.ts';
import { readPlace, writePlace } from './page-place.ts';

export interface PageOptions {
  /** Most rows; 100 by default. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  /** For the page behind this one; null when it is the last. */
  readonly next: string | null;
}

const usualLimit = 100;

/** Alerts that the filter means, worst then newest, a page of them. Fails with PAGE_INVALID. */
export async function queryAlerts(
  db: StateDb,
  filter: AlertFilter,
  { limit = usualLimit, after }: PageOptions = {},
): Promise<AlertPage> {
  let query = db.selectFrom('alerts').selectAll().where(matchesFilter(filter));
  if (after !== undefined) {
    const { severity, last, id } = readPlace(after);
    query = query.where((eb) => eb(eb.refTuple('severity', 'last', 'id'), '<', eb.tuple(severity, last, id)));
  }
  const rows = await query
    .orderBy('severity', 'desc')
    .orderBy('last', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return { alerts: shown.map(toAlert), next: rows.length > limit ? writePlace(shown[shown.length - 1]) : null };
}

export interface AlertCounts {
  readonly total: number;
  readonly status: Readonly<Record<AlertStatus, number>>;
  /** By level, those that are not closed. */
  readonly level: Readonly<Record<string, number>>;
  /** Open, of nobody, and not suppressed: what waits for somebody. */
  readonly unowned: number;
  readonly suppressed: number;
}

/** How many alerts the filter means, by status and level. */
export async function countAlerts(db: StateDb, filter: AlertFilter): Promise<AlertCounts> {
  const rows = await db
    .selectFrom('alerts')
    .select((eb) => [
      'status',
      'level',
      eb.fn.countAll<number>().as('alerts'),
      sql<number>`sum(case when suppression is null then 0 else 1 end)`.as('suppressed'),
      sql<number>`sum(case when owner is null and suppression is null and status = 'open' then 1 else 0 end)`.as(
        'unowned',
      ),
    ])
    .where(matchesFilter(filter))
    .groupBy(['status', 'level'])
    .execute();
  const counts = { total: 0, status: { open: 0, working: 0, closed: 0 }, unowned: 0, suppressed: 0 };
  const level: Record<string, number> = {};
  for (const row of rows) {
    counts.total += row.alerts;
    counts.status[row.status as AlertStatus] += row.alerts;
    if (row.status !== 'closed') level[row.level] = (level[row.level] ?? 0) + row.alerts;
    counts.unowned += row.unowned;
    counts.suppressed += row.suppressed;
  }
  return { ...counts, level };
}

export interface AlertGroup {
  /** Id of the story, or of the alert that is alone; id of the rule. */
  readonly id: string;
  readonly first: bigint;
  readonly last: bigint;
  /** Events behind all of its alerts. */
  readonly events: number;
  /** How many of its alerts the filter means. */
  readonly count: number;
  /** Those, worst then newest, at most `partsShown`. */
  readonly alerts: readonly Alert[];
}

export interface GroupPage {
  readonly groups: readonly AlertGroup[];
  readonly next: string | null;
}

/** Alerts of a group that come with a page of groups; `queryAlerts` has the others. */
export const partsShown = 50;

/** Alerts that the filter means as stories, or by rule: groups with the worst first, then the newest. */
export async function groupAlerts(
  db: StateDb,
  { by, filter }: { readonly by: 'story' | 'rule'; readonly filter: AlertFilter },
  { limit = usualLimit, after }: PageOptions = {},
): Promise<GroupPage> {
  const name = by === 'rule' ? sql<string>`rule` : sql<string>`coalesce(story, id)`;
  const place = after === undefined ? null : readPlace(after);
  const groups = await db
    .selectFrom('alerts')
    .select((eb) => [
      name.as('id'),
      eb.fn.max<number>('severity').as('severity'),
      eb.fn.max<string>('last').as('last'),
      eb.fn.min<string>('first').as('first'),
      eb.fn.sum<number>('count').as('events'),
      eb.fn.countAll<number>().as('count'),
    ])
    .where(matchesFilter(filter))
    .groupBy(name)
    .having(
      place === null
        ? sql<boolean>`true`
        : sql<boolean>`(max(severity), max(last), ${name}) < (${place.severity}, ${place.last}, ${place.id})`,
    )
    .orderBy('severity', 'desc')
    .orderBy('last', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = groups.slice(0, limit);
  const parts: AlertGroup[] = [];
  for (const { id, first, last, events, count } of shown) {
    const of = by === 'rule' ? { rule: id } : { story: id };
    const { alerts } = await queryAlerts(db, { ...filter, ...of }, { limit: partsShown });
    parts.push({ id, first: BigInt(first), last: BigInt(last), events, count, alerts });
  }
  return { groups: parts, next: groups.length > limit ? writePlace(shown[shown.length - 1]) : null };
}
