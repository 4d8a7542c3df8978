import type { AlertStatus, Verdict } from './alerts.ts';
import { inChunks } from './in-chunks.ts';
import { nsOf } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** What people decide about an alert. */
export interface AlertWork {
  readonly status: AlertStatus;
  readonly owner: string | null;
  readonly verdict: Verdict | null;
  readonly reason: string | null;
}

/**
 * What can happen to an alert. `changed`: people's work, as it was and as it is, of what differs; `undo` is the change
 * that this takes back. `comment`: Markdown as it was written. `continued`: it was closed and goes on in another.
 * `merged`: its matches are in another now. `suppressed`, `visible`: a suppression began or ceased to cover it.
 */
export interface ActivityDetails {
  readonly changed: { readonly before: Partial<AlertWork>; readonly after: Partial<AlertWork>; readonly undo?: string };
  readonly comment: { readonly text: string };
  readonly continued: { readonly alert: string; readonly number: string };
  readonly merged: { readonly alert: string; readonly number: string };
  readonly suppressed: { readonly suppression: string };
  readonly visible: { readonly suppression: string };
}

export type ActivityKind = keyof ActivityDetails;

export type Activity = {
  [K in ActivityKind]: {
    readonly seq: number;
    readonly alert: string;
    readonly at: bigint;
    /** Id of the user; null for Kushi itself. */
    readonly by: string | null;
    readonly kind: K;
    readonly detail: ActivityDetails[K];
  };
}[ActivityKind];

/** An entry before it is stored: `at` as text. */
export type ActivityNote = {
  [K in ActivityKind]: {
    readonly alert: string;
    readonly at: string;
    readonly by: string | null;
    readonly kind: K;
    readonly detail: ActivityDetails[K];
  };
}[ActivityKind];

export async function noteActivity(db: StateDb, notes: readonly ActivityNote[]): Promise<void> {
  for (const some of inChunks(notes)) {
    const rows = some.map((note) => ({ ...note, detail: JSON.stringify(note.detail) }));
    await db.insertInto('alert_activity').values(rows).execute();
  }
}

/** All that became of an alert, oldest first. */
export async function alertActivity(db: StateDb, alert: string): Promise<Activity[]> {
  const rows = await db.selectFrom('alert_activity').selectAll().where('alert', '=', alert).orderBy('seq').execute();
  return rows.map(toActivity);
}

/** The last thing that changed each of the alerts, comments aside. */
export async function lastChanges(db: StateDb, alerts: readonly string[]): Promise<Map<string, Activity>> {
  const last = new Map<string, Activity>();
  for (const some of inChunks(alerts)) {
    const rows = await db
      .selectFrom('alert_activity')
      .selectAll()
      .where('alert', 'in', some)
      .where('kind', 'in', ['changed', 'merged'])
      .orderBy('seq')
      .execute();
    for (const row of rows) last.set(row.alert, toActivity(row));
  }
  return last;
}

function toActivity(row: {
  readonly seq: number;
  readonly alert: string;
  readonly at: string;
  readonly by: string | null;
  readonly kind: string;
  readonly detail: string;
}): Activity {
  return { ...row, at: nsOf(row.at), detail: JSON.parse(row.detail) } as Activity;
}
