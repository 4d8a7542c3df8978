import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';

/** Alerts further apart are not linked: from the last event of one to the first of the other. */
const farthestNs = 24n * 3600n * 1_000_000_000n;

/** What the events of an alert name exactly. */
export interface AlertEvidence {
  readonly alert: string;
  readonly values: readonly string[];
  readonly first: bigint;
  readonly last: bigint;
}

/** Evidence of alerts that have events, in the order they were opened. */
export async function evidenceOf(db: StateDb, alerts: readonly string[]): Promise<AlertEvidence[]> {
  const found = new Map<string, { alert: string; values: string[]; first: bigint; last: bigint; number: number }>();
  for (const some of inChunks(alerts)) {
    const rows = await db.selectFrom('alerts').selectAll().where('id', 'in', some).where('count', '>', 0).execute();
    for (const { id, first, last, number } of rows)
      found.set(id, { alert: id, values: [], first: nsOf(first), last: nsOf(last), number });
    const own = await db
      .selectFrom('alert_evidence')
      .selectAll()
      .where('alert', 'in', some)
      .where('own', '=', 1)
      .orderBy('value')
      .execute();
    for (const { alert, value } of own) found.get(alert)?.values.push(value);
  }
  return [...found.values()].sort((a, b) => a.number - b.number).map(({ number: _, ...evidence }) => evidence);
}

/** What alerts with events since `since` name, the newest so many, and those who gave them their keys. */
export async function valuesOfAlerts(
  db: StateDb,
  { since, limit }: { readonly since: bigint; readonly limit: number },
): Promise<{ readonly alert: string; readonly value: string }[]> {
  const newest = db
    .selectFrom('alerts')
    .select('id')
    .where('last', '>=', nsText(since))
    .where('count', '>', 0)
    .orderBy('last', 'desc')
    .limit(limit);
  return db.selectFrom('alert_evidence').select(['alert', 'value']).where('alert', 'in', newest).execute();
}

const unlinkedKey = 'stories.unlinked';

/** Keeps the time of the first commit whose alerts are not linked yet, so that a crash in between leaves none alone. */
export async function noteUnlinked(db: StateDb, now: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key: unlinkedKey, value: now })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** Alerts that a load which was cut off did not come to link. */
export async function unlinkedAlerts(db: StateDb): Promise<string[]> {
  const since = await db.selectFrom('meta').select('value').where('key', '=', unlinkedKey).executeTakeFirst();
  if (since === undefined) return [];
  const rows = await db.selectFrom('alerts').select('id').where('changed', '>=', since.value).execute();
  return rows.map(({ id }) => id);
}

/** All alerts of the commits so far are linked. */
export async function noteLinked(db: StateDb): Promise<void> {
  await db.deleteFrom('meta').where('key', '=', unlinkedKey).execute();
}

/**
 * Keeps who gave the alerts their keys and users, then joins each with all that its evidence leads to. A story bears the
 * id of the alert of it that was opened first, so one that grows keeps its id, and of two that become one the older's
 * stays. What was a story once is never parted. Returns the alerts whose story changed.
 */
export async function linkAlerts(db: StateDb, givers: ReadonlyMap<string, readonly string[]>): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    await saveGivers(trx, givers);
    const changed: string[] = [];
    for (const some of inChunks([...givers.keys()])) {
      const rows = await trx.selectFrom('alerts').selectAll().where('id', 'in', some).where('count', '>', 0).execute();
      for (const row of rows) changed.push(...(await join(trx, row)));
    }
    return changed;
  });
}

async function saveGivers(db: StateDb, givers: ReadonlyMap<string, readonly string[]>): Promise<void> {
  for (const some of inChunks([...givers.keys()]))
    await db.deleteFrom('alert_evidence').where('alert', 'in', some).where('own', '=', 0).execute();
  const rows = [...givers].flatMap(([alert, values]) => values.map((value) => ({ alert, value, own: 0 })));
  for (const some of inChunks(rows))
    await db
      .insertInto('alert_evidence')
      .values(some)
      .onConflict((oc) => oc.doNothing())
      .execute();
}

async function join(db: StateDb, row: AlertsTable): Promise<string[]> {
  const stories = await storiesNear(db, row);
  if (stories.length === 0) return [];
  const { story } = await db.selectFrom('alerts').select('story').where('id', '=', row.id).executeTakeFirstOrThrow();
  const all = [...new Set([...stories, story ?? row.id])];
  const { id: eldest } = await db
    .selectFrom('alerts')
    .select('id')
    .where('id', 'in', all)
    .orderBy('number')
    .limit(1)
    .executeTakeFirstOrThrow();
  const parts = await db
    .selectFrom('alerts')
    .select('id')
    .where((eb) => eb.or([eb('id', 'in', all), eb('story', 'in', all)]))
    .where((eb) => eb.or([eb('story', 'is', null), eb('story', '!=', eldest)]))
    .execute();
  const ids = parts.map(({ id }) => id);
  for (const some of inChunks(ids))
    await db.updateTable('alerts').set({ story: eldest }).where('id', 'in', some).execute();
  return ids;
}

/** Stories of the alerts within 24 hours that have a value in common with this one, which one of both has itself. */
async function storiesNear(db: StateDb, { id, first, last }: AlertsTable): Promise<string[]> {
  const from = nsOf(first) > farthestNs ? nsOf(first) - farthestNs : 0n;
  const rows = await db
    .selectFrom('alert_evidence as mine')
    .innerJoin('alert_evidence as other', 'other.value', 'mine.value')
    .innerJoin('alerts', 'alerts.id', 'other.alert')
    .select((eb) => eb.fn.coalesce('alerts.story', 'alerts.id').as('story'))
    .distinct()
    .where('mine.alert', '=', id)
    .where('other.alert', '!=', id)
    .where((eb) => eb.or([eb('mine.own', '=', 1), eb('other.own', '=', 1)]))
    .where('alerts.last', '>', nsText(from))
    .where('alerts.first', '<', nsText(nsOf(last) + farthestNs))
    .where('alerts.count', '>', 0)
    .execute();
  return rows.map(({ story }) => story);
}
