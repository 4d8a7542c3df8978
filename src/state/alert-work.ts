import { KushiError } from '../core/error/error.ts';
import { formatTime, nsPerSecond } from '../core/time/rfc3339.ts';
import { type Activity, type AlertWork, lastChanges, noteActivity } from './alert-activity.ts';
import { type Alert, numberText, toAlert } from './alerts.ts';
import { applyWork } from './apply-work.ts';
import { type AlertChange, checkChange, invalid } from './check-change.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';
import { keepUndo } from './undo.ts';
import { type Actor, userName } from './user-name.ts';

export interface ChangeOfAlert {
  /** Id of the alert. */
  readonly alert: string;
  /** `changed` of the alert that the person saw. */
  readonly changed: bigint;
  readonly change: AlertChange;
}

export interface ChangedAlert {
  readonly alert: Alert;
  /** With this `undo.ts` takes it back; null when it was so already. */
  readonly undo: string | null;
}

/**
 * Changes status, owner or verdict of an alert. Fails with ALERT_UNKNOWN, ALERT_CHANGE_INVALID, and with ALERT_CHANGED
 * when another change came since the alert was read; matches that came, and comments, are none.
 */
export async function changeAlert(
  db: StateDb,
  { alert: id, changed, change }: ChangeOfAlert,
  actor: Actor,
): Promise<ChangedAlert> {
  return db.transaction().execute(async (trx) => {
    const row = await rowOf(trx, id);
    const last = (await lastChanges(trx, [id])).get(id);
    if (last !== undefined && last.at > changed) throw await stale(trx, row, last);
    if (row.count === 0) throw invalid(`${numberText(row.number)} has no events any more: another alert has them.`);
    const set = await checkChange(trx, change);
    const applied = await applyWork(trx, [{ row, set }], actor);
    const undo = await keepUndo(trx, applied, actor);
    return { alert: toAlert(await rowOf(trx, id)), undo };
  });
}

async function rowOf(db: StateDb, id: string): Promise<AlertsTable> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  if (row !== undefined) return row;
  throw new KushiError('ALERT_UNKNOWN', `There is no alert ${id}. List the alerts to see those there are.`);
}

async function stale(db: StateDb, { number }: AlertsTable, last: Activity): Promise<KushiError> {
  const who = await userName(db, last.by);
  const when = formatTime(last.at - (last.at % nsPerSecond));
  const what = await whatChanged(db, last);
  return new KushiError(
    'ALERT_CHANGED',
    `${who} changed ${numberText(number)} at ${when}: ${what}. Look at it again, then change it.`,
  );
}

/** `status from open to closed, verdict from none to attack`, in the words of the API. */
async function whatChanged(db: StateDb, { kind, detail }: Activity): Promise<string> {
  if (kind === 'merged') return `its events are in ${detail.number} now`;
  if (kind !== 'changed') return kind;
  const parts: string[] = [];
  for (const key of Object.keys(detail.after) as (keyof AlertWork)[])
    parts.push(`${key} from ${await told(db, key, detail.before[key])} to ${await told(db, key, detail.after[key])}`);
  return parts.join(', ');
}

async function told(db: StateDb, key: keyof AlertWork, value: string | null | undefined): Promise<string> {
  if (value === null || value === undefined) return 'none';
  return key === 'owner' ? userName(db, value) : value;
}

const longestComment = 20_000;

/** Adds a comment, Markdown that is kept as it was written. Fails with ALERT_UNKNOWN and ALERT_CHANGE_INVALID. */
export async function commentAlert(
  db: StateDb,
  { alert, text }: { readonly alert: string; readonly text: string },
  { by, now }: Actor,
): Promise<void> {
  if (text.trim() === '') throw invalid('A comment has some text.');
  if (text.length > longestComment) throw invalid('A comment has at most 20,000 characters.');
  await db.transaction().execute(async (trx) => {
    const { changed } = await rowOf(trx, alert);
    const known = nsOf(changed ?? '0');
    const at = nsText(now > known ? now : known + 1n);
    await trx.updateTable('alerts').set({ changed: at, touched: at }).where('id', '=', alert).execute();
    await noteActivity(trx, [{ alert, at, by, kind: 'comment', detail: { text } }]);
  });
}
