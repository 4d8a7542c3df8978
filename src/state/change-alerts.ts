import { type AlertFilter, matchesFilter } from './alert-filter.ts';
import { applyWork } from './apply-work.ts';
import { type AlertChange, checkChange } from './check-change.ts';
import type { StateDb } from './open-state.ts';
import { keepUndo } from './undo.ts';
import type { Actor } from './user-name.ts';

export interface ChangedAlerts {
  /** How many the filter meant. */
  readonly matched: number;
  /** How many of those were not so already. */
  readonly changed: number;
  /** With this `undo.ts` takes it back; null when nothing was changed. */
  readonly undo: string | null;
}

/**
 * Changes all alerts that a filter means, however many, in one transaction: the query is changed and not a page of it.
 * Fails with ALERT_CHANGE_INVALID.
 */
export async function changeAlerts(
  db: StateDb,
  { filter, change }: { readonly filter: AlertFilter; readonly change: AlertChange },
  actor: Actor,
): Promise<ChangedAlerts> {
  return db.transaction().execute(async (trx) => {
    const set = await checkChange(trx, change);
    const rows = await trx.selectFrom('alerts').selectAll().where(matchesFilter(filter)).orderBy('first').execute();
    const applied = await applyWork(
      trx,
      rows.map((row) => ({ row, set })),
      actor,
    );
    const undo = await keepUndo(trx, applied, actor);
    return { matched: rows.length, changed: applied.before.length, undo };
  });
}
