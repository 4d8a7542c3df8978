import { type ActivityNote, type AlertWork, noteActivity } from './alert-activity.ts';
import type { AlertStatus, Verdict } from './alerts.ts';
import type { WorkRow } from './check-change.ts';
import { inChunks } from './in-chunks.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import { recutReopened } from './recut-reopened.ts';
import type { AlertsTable } from './tables.ts';
import type { Actor } from './user-name.ts';

/** An alert as it is, and what of people's work is to be otherwise. */
export interface WorkChange {
  readonly row: AlertsTable;
  readonly set: Partial<WorkRow>;
}

/** Alerts that were changed, as they were, and the time that their activity bears. */
export interface AppliedWork {
  readonly before: readonly AlertsTable[];
  readonly at: string;
}

const columns = ['status', 'owner', 'verdict', 'verdict_reason'] as const;

/**
 * Changes what people decide about alerts and notes it; what is so already stays as it is. Those that are opened again
 * take their place among the alerts of their rule and entity. The time is later than any change that was read of them.
 */
export async function applyWork(
  db: StateDb,
  changes: readonly WorkChange[],
  { by, now, undo }: Actor & { readonly undo?: string },
): Promise<AppliedWork> {
  const real = changes.filter(({ row, set }) => columns.some((column) => differs(row, set, column)));
  const latest = real.reduce(
    (most, { row }) => (nsOf(row.changed ?? '0') > most ? nsOf(row.changed ?? '0') : most),
    0n,
  );
  const at = nsText(now > latest ? now : latest + 1n);
  for (const { set, ids } of bySet(real))
    for (const some of inChunks(ids))
      await db
        .updateTable('alerts')
        .set({ ...set, changed: at, touched: at })
        .where('id', 'in', some)
        .execute();
  await noteActivity(
    db,
    real.map((change) => noteOf(change, { at, by, undo })),
  );
  const reopened = real.filter(
    ({ row, set }) => row.status === 'closed' && set.status !== undefined && set.status !== 'closed',
  );
  await recutReopened(
    db,
    reopened.map(({ row }) => row),
    at,
  );
  return { before: real.map(({ row }) => row), at };
}

function differs(row: WorkRow, set: Partial<WorkRow>, column: (typeof columns)[number]): boolean {
  return set[column] !== undefined && set[column] !== row[column];
}

/** Changes that set the same, so that one statement makes many of them. */
function bySet(changes: readonly WorkChange[]): Iterable<{ set: Partial<WorkRow>; ids: string[] }> {
  const sets = new Map<string, { set: Partial<WorkRow>; ids: string[] }>();
  for (const { row, set } of changes) {
    const key = JSON.stringify(columns.map((column) => set[column]));
    const same = sets.get(key);
    if (same === undefined) sets.set(key, { set, ids: [row.id] });
    else same.ids.push(row.id);
  }
  return sets.values();
}

function noteOf(
  { row, set }: WorkChange,
  { at, by, undo }: { readonly at: string; readonly by: string; readonly undo: string | undefined },
): ActivityNote {
  const changed = columns.filter((column) => differs(row, set, column));
  const before = workOf(Object.fromEntries(changed.map((column) => [column, row[column]])));
  const after = workOf(Object.fromEntries(changed.map((column) => [column, set[column]])));
  const detail = { before, after, ...(undo === undefined ? {} : { undo }) };
  return { alert: row.id, at, by, kind: 'changed', detail };
}

function workOf({ status, owner, verdict, verdict_reason: reason }: Partial<WorkRow>): Partial<AlertWork> {
  return {
    ...(status === undefined ? {} : { status: status as AlertStatus }),
    ...(owner === undefined ? {} : { owner }),
    ...(verdict === undefined ? {} : { verdict: verdict as Verdict | null }),
    ...(reason === undefined ? {} : { reason }),
  };
}
