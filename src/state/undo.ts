import { randomUUID } from 'node:crypto';
import { KushiError } from '../core/error/error.ts';
import { lastChanges } from './alert-activity.ts';
import { numberText } from './alerts.ts';
import { type AppliedWork, applyWork, type WorkChange } from './apply-work.ts';
import type { WorkRow } from './check-change.ts';
import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';
import type { Actor } from './user-name.ts';

/** How long a change can be taken back. */
const keptNs = 30n * 24n * 3600n * 1_000_000_000n;

/** An alert as it was before a change. */
type Before = Pick<AlertsTable, 'id'> & WorkRow;

interface Kept {
  /** Time of the change, as its activity bears it. */
  readonly at: string;
  readonly alerts: readonly Before[];
}

/** Keeps how alerts were before a change. Returns what `undoChange` takes; null when nothing was changed. */
export async function keepUndo(db: StateDb, { before, at }: AppliedWork, { by, now }: Actor): Promise<string | null> {
  const oldest = nsText(now > keptNs ? now - keptNs : 0n);
  await db.deleteFrom('undo').where('at', '<', oldest).execute();
  if (before.length === 0) return null;
  const id = randomUUID();
  const alerts = before.map(
    ({ id, status, owner, verdict, verdict_reason }): Before => ({ id, status, owner, verdict, verdict_reason }),
  );
  const kept: Kept = { at, alerts };
  await db
    .insertInto('undo')
    .values({ id, by, at: nsText(now), before: JSON.stringify(kept) })
    .execute();
  return id;
}

export interface Undone {
  readonly restored: number;
  /** Alerts that were changed since, and so were left as they are. */
  readonly left: readonly {
    readonly alert: string;
    /** Null when the alert is not there any more. */
    readonly number: string | null;
    /** Who changed it and when; null for Kushi itself. */
    readonly by: string | null;
    readonly at: bigint | null;
  }[];
}

/**
 * Takes a change back: all its alerts are as they were, but those that were changed since. What an alert that was opened
 * again took from another stays with it. Fails with UNDO_UNKNOWN, also when 30 days have passed.
 */
export async function undoChange(db: StateDb, id: string, actor: Actor): Promise<Undone> {
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('undo').select('before').where('id', '=', id).executeTakeFirst();
    if (row === undefined)
      throw new KushiError('UNDO_UNKNOWN', 'This change cannot be taken back: it is none, or older than 30 days.');
    const { at, alerts }: Kept = JSON.parse(row.before);
    const ids = alerts.map((alert) => alert.id);
    const rows = await rowsOf(trx, ids);
    const last = await lastChanges(trx, ids);
    const changes: WorkChange[] = [];
    const left: Undone['left'][number][] = [];
    for (const { id: alert, ...set } of alerts) {
      const now = rows.get(alert);
      const since = last.get(alert);
      if (now !== undefined && now.count > 0 && since?.at === nsOf(at)) changes.push({ row: now, set });
      else {
        const number = now === undefined ? null : numberText(now.number);
        left.push({ alert, number, by: since?.by ?? null, at: since?.at ?? null });
      }
    }
    const { before } = await applyWork(trx, changes, { ...actor, undo: id });
    return { restored: before.length, left };
  });
}

async function rowsOf(db: StateDb, ids: readonly string[]): Promise<Map<string, AlertsTable>> {
  const rows = new Map<string, AlertsTable>();
  for (const some of inChunks(ids))
    for (const row of await db.selectFrom('alerts').selectAll().where('id', 'in', some).execute())
      rows.set(row.id, row);
  return rows;
}
