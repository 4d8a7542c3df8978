import { noChanges } from './alert-changes.ts';
import { cutGroup } from './cut-group.ts';
import { windowNs } from './cut-windows.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import { nextNumber, saveChanges } from './save-changes.ts';
import { coveringSuppressions } from './suppressions.ts';

/** Later than any event: nothing is young. */
const never = '~';

/**
 * Lets an alert that was closed and is open again gather matches: what went on in other alerts within its 24 hours comes
 * back to it, and it stays whatever else falls in its window. Nobody is told anything, since no match is new.
 */
export async function recutReopened(db: StateDb, id: string, now: string): Promise<void> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.count === 0) return;
  const goesOn = db.updateTable('alerts').set({ continues: null }).where('continues', '=', id);
  await goesOn.where('status', '!=', 'closed').execute();
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
