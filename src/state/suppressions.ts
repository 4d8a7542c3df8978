import { randomUUID } from 'node:crypto';
import { KushiError } from '../core/error/error.ts';
import { noteActivity } from './alert-activity.ts';
import { type Alert, toAlert } from './alerts.ts';
import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import { oneLine } from './one-line.ts';
import type { StateDb } from './open-state.ts';
import type { SuppressionsTable } from './tables.ts';
import type { Actor } from './user-name.ts';

const dayNs = 24n * 3600n * 1_000_000_000n;

/** How long a suppression lasts unless it says otherwise. */
export const suppressionNs = 30n * dayNs;

/** Whose alerts are kept quiet: all of a rule, or those about one entity. */
export interface SuppressionScope {
  readonly rule: string;
  readonly entity?: { readonly kind: string; readonly value: string };
}

export interface SuppressionDraft extends SuppressionScope {
  /** One line. */
  readonly reason: string;
  /** Nanoseconds; 30 days from now by default. */
  readonly expires?: bigint;
}

export interface Suppression extends SuppressionScope {
  readonly id: string;
  /** Id of the user who made it. */
  readonly owner: string;
  readonly reason: string;
  readonly created: bigint;
  readonly expires: bigint;
  /** When a person ended it; null when it lasts or ran out. */
  readonly ended: bigint | null;
  readonly active: boolean;
  /** Alerts that bear its mark. */
  readonly alerts: number;
}

/**
 * Keeps the alerts of a rule, or those about one entity, quiet for a while: they page nobody and do not count as open and
 * unowned. Those that are not closed are marked at once. Fails with SUPPRESSION_INVALID.
 */
export async function suppress(db: StateDb, draft: SuppressionDraft, { by, now }: Actor): Promise<Suppression> {
  const { rule, entity, expires = now + suppressionNs } = draft;
  const reason = oneLine(draft.reason);
  if (rule === '') throw invalid('Name the rule that is to be quiet.');
  if (reason === null) throw invalid('Say in one line, of at most 500 characters, why it is to be quiet.');
  if (expires <= now) throw invalid('It would end before it begins. Give a later time.');
  const row: SuppressionsTable = {
    id: randomUUID(),
    rule,
    entity_kind: entity?.kind ?? null,
    entity_value: entity?.value ?? null,
    owner: by,
    reason,
    created: nsText(now),
    expires: nsText(expires),
    ended: null,
  };
  return db.transaction().execute(async (trx) => {
    await trx.insertInto('suppressions').values(row).execute();
    const alerts = await markAlerts(trx, row);
    return toSuppression(row, alerts, now);
  });
}

const invalid = (message: string) => new KushiError('SUPPRESSION_INVALID', message);

/** Marks the alerts in its scope that people may still have to look at. */
async function markAlerts(db: StateDb, { id, owner, created, ...scope }: SuppressionsTable): Promise<number> {
  const covered = await inScope(db, scope)
    .select('id')
    .where('status', '!=', 'closed')
    .where('suppression', 'is', null)
    .execute();
  const ids = covered.map((alert) => alert.id);
  for (const some of inChunks(ids))
    await db.updateTable('alerts').set({ suppression: id, changed: created }).where('id', 'in', some).execute();
  const note = { at: created, by: owner, kind: 'suppressed', detail: { suppression: id } } as const;
  await noteActivity(
    db,
    ids.map((alert) => ({ alert, ...note })),
  );
  return ids.length;
}

function inScope(
  db: StateDb,
  { rule, entity_kind: kind, entity_value: value }: Pick<SuppressionsTable, 'rule' | 'entity_kind' | 'entity_value'>,
) {
  const ofRule = db.selectFrom('alerts').where('rule', '=', rule).where('count', '>', 0);
  return kind === null ? ofRule : ofRule.where('entity_kind', '=', kind).where('entity_value', '=', value);
}

/** Ends a suppression before it expires. Alerts it covered are visible again when they next gather matches. */
export async function endSuppression(db: StateDb, id: string, { now }: Pick<Actor, 'now'>): Promise<Suppression> {
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('suppressions').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined)
      throw new KushiError('SUPPRESSION_UNKNOWN', `There is no suppression ${id}. List them to see those there are.`);
    const alerts = (await markedBy(trx)).get(id) ?? 0;
    if (!isActive(row, nsText(now))) return toSuppression(row, alerts, now);
    const ended = nsText(now);
    await trx.updateTable('suppressions').set({ ended }).where('id', '=', id).execute();
    return toSuppression({ ...row, ended }, alerts, now);
  });
}

/** All suppressions, those that last first, the newest first. */
export async function listSuppressions(db: StateDb, { now }: Pick<Actor, 'now'>): Promise<Suppression[]> {
  const rows = await db.selectFrom('suppressions').selectAll().orderBy('created', 'desc').orderBy('id').execute();
  const marked = await markedBy(db);
  const all = rows.map((row) => toSuppression(row, marked.get(row.id) ?? 0, now));
  return [...all.filter(({ active }) => active), ...all.filter(({ active }) => !active)];
}

async function markedBy(db: StateDb): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('alerts')
    .select((eb) => ['suppression', eb.fn.countAll<number>().as('alerts')])
    .where('suppression', 'is not', null)
    .groupBy('suppression')
    .execute();
  return new Map(rows.map(({ suppression, alerts }) => [suppression ?? '', Number(alerts)]));
}

/** What a suppression would have hidden. */
export interface Hidden {
  readonly alerts: number;
  readonly matches: number;
  /** The newest of the alerts. */
  readonly shown: readonly Alert[];
}

/** What a suppression of this scope would have hidden in the last 30 days, whatever became of it. */
export async function wouldHide(
  db: StateDb,
  { rule, entity }: SuppressionScope,
  { now, limit = 100 }: { readonly now: bigint; readonly limit?: number },
): Promise<Hidden> {
  const scope = { rule, entity_kind: entity?.kind ?? null, entity_value: entity?.value ?? null };
  const since = nsText(now > suppressionNs ? now - suppressionNs : 0n);
  const { alerts, matches } = await inScope(db, scope)
    .select(({ fn }) => [fn.countAll<number>().as('alerts'), fn.sum<number | null>('count').as('matches')])
    .where('last', '>=', since)
    .executeTakeFirstOrThrow();
  const rows = await inScope(db, scope)
    .selectAll()
    .where('last', '>=', since)
    .orderBy('last', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return { alerts: Number(alerts), matches: Number(matches ?? 0), shown: rows.map(toAlert) };
}

/** Tells of a rule and entity the suppression that covers it now, the one that lasts longest; null when none does. */
export async function coveringSuppressions(
  db: StateDb,
  rules: readonly string[],
  now: bigint,
): Promise<(rule: string, entity: { readonly kind: string; readonly value: string }) => string | null> {
  const active: SuppressionsTable[] = [];
  for (const some of inChunks(rules)) {
    const rows = await db.selectFrom('suppressions').selectAll().where('rule', 'in', some).execute();
    active.push(...rows.filter((row) => isActive(row, nsText(now))));
  }
  active.sort((a, b) => (a.expires > b.expires ? -1 : a.expires < b.expires ? 1 : a.id < b.id ? -1 : 1));
  return (rule, { kind, value }) => {
    const covers = ({ entity_kind, entity_value }: SuppressionsTable) =>
      entity_kind === null || (entity_kind === kind && entity_value === value);
    return active.find((one) => one.rule === rule && covers(one))?.id ?? null;
  };
}

const isActive = ({ expires, ended }: SuppressionsTable, now: string): boolean => expires > now && ended === null;

function toSuppression(row: SuppressionsTable, alerts: number, now: bigint): Suppression {
  const { id, rule, entity_kind: kind, entity_value: value, owner, reason, created, expires, ended } = row;
  return {
    id,
    rule,
    ...(kind === null || value === null ? {} : { entity: { kind, value } }),
    owner,
    reason,
    created: nsOf(created),
    expires: nsOf(expires),
    ended: ended === null ? null : nsOf(ended),
    active: isActive(row, nsText(now)),
    alerts,
  };
}
