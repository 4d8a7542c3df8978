import { noChanges } from './alert-changes.ts';
import { cutGroup } from './cut-group.ts';
import { windowNs } from './cut-windows.ts';
import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import { nextNumber, saveChanges } from './save-changes.ts';
import { coveringSuppressions } from './suppressions.ts';
import type { AlertsTable } from './tables.ts';

/** Later than any event: nothing is young. */
const never = '~';

/**
 * Lets alerts that were closed and are open again gather matches: what went on in other alerts within their 24 hours comes
 * back to them, and they stay whatever else falls in their window. Nobody is told anything, since no match is new.
 */
export async function recutReopened(db: StateDb, reopened: readonly AlertsTable[], now: string): Promise<void> {
  for (const some of inChunks(reopened)) {
    const ids = some.map(({ id }) => id);
    const goesOn = db.updateTable('alerts').set({ continues: null }).where('continues', 'in', ids);
    await goesOn.where('status', '!=', 'closed').execute();
    for (const id of await withNeighbours(db, some)) await recut(db, id, now);
  }
}

const groupKey = (row: AlertsTable): string => [row.rule, row.entity_kind, row.entity_value].join('\0');

/** Those that others of their rule and entity begin near to: with most, nothing is to be cut. */
async function withNeighbours(db: StateDb, rows: readonly AlertsTable[]): Promise<string[]> {
  const groups = new Map<string, { id: string; first: bigint }[]>(rows.map((row) => [groupKey(row), []]));
  const gathering = await db
    .selectFrom('alerts')
    .selectAll()
    .where('rule', 'in', [...new Set(rows.map(({ rule }) => rule))])
    .where('entity_value', 'in', [...new Set(rows.map((row) => row.entity_value))])
    .where('count', '>', 0)
    .where('status', '!=', 'closed')
    .execute();
  for (const row of gathering) groups.get(groupKey(row))?.push({ id: row.id, first: nsOf(row.first) });
  const isNear = (row: AlertsTable, other: { id: string; first: bigint }) => {
    const apart = other.first - nsOf(row.first);
    return other.id !== row.id && apart < windowNs && apart > -windowNs;
  };
  const near = rows.filter((row) => groups.get(groupKey(row))?.some((other) => isNear(row, other)));
  return near.map(({ id }) => id);
}

async function recut(db: StateDb, id: string, now: string): Promise<void> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.count === 0) return;
  const from = nsOf(row.first) > windowNs ? nsOf(row.first) - windowNs : 0n;
  const horizon = nsText(nsOf(row.first) + windowNs);
  const alerts = await db
    .selectFrom('alerts')
    .selectAll()
    .where('rule', '=', row.rule)
    .where('entity_kind', '=', row.entity_kind)
    .where('entity_value', '=', row.entity_value)
    .where('first', '>', nsText(from))
    .where('first', '<', horizon)
    .where('count', '>', 0)
    .where('status', '!=', 'closed')
    .orderBy('first')
    .execute();
  const covering = await coveringSuppressions(db, [row.rule], nsOf(now));
  const changes = noChanges({ now, young: never, covering, number: await nextNumber(db) });
  const rule = { id: row.rule, title: row.rule_title, level: row.level, path: row.rule_path };
  const entity = { kind: row.entity_kind, value: row.entity_value };
  await cutGroup(db, { rule, entity, added: [], alerts, closed: [], horizon, keep: id }, changes);
  await saveChanges(db, changes);
}
