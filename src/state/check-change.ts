import { KushiError } from '../core/error/error.ts';
import { type AlertStatus, alertStatuses, type Verdict, verdicts } from './alerts.ts';
import { oneLine } from './one-line.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';

/** What a person changes of alerts; what is absent stays. `closed` takes a verdict and a line of reason. */
export interface AlertChange {
  readonly status?: AlertStatus;
  /** Id of a user; null for nobody. */
  readonly owner?: string | null;
  readonly verdict?: Verdict;
  readonly reason?: string;
}

/** What people decide about an alert, as its row has it. */
export type WorkRow = Pick<AlertsTable, 'status' | 'owner' | 'verdict' | 'verdict_reason'>;

/** The columns that a change sets. Fails with ALERT_CHANGE_INVALID. */
export async function checkChange(db: StateDb, change: AlertChange): Promise<Partial<WorkRow>> {
  const { owner } = change;
  const status = statusOf(change);
  if (owner !== undefined && owner !== null) await requireUser(db, owner);
  if (owner === undefined && change.status === undefined)
    throw invalid('Nothing is to be changed. Give status or owner.');
  return { ...status, ...(owner === undefined ? {} : { owner }) };
}

function statusOf({ status, verdict, reason }: AlertChange): Partial<WorkRow> {
  if (status !== 'closed') {
    if (verdict !== undefined || reason !== undefined)
      throw invalid('A verdict and its reason come with the status closed.');
    if (status !== undefined && !alertStatuses.includes(status))
      throw invalid(`There is no status ${String(status)}: it is ${alertStatuses.join(', ')}.`);
    return status === undefined ? {} : { status, verdict: null, verdict_reason: null };
  }
  if (verdict === undefined || !verdicts.includes(verdict))
    throw invalid(`An alert is closed with a verdict: ${verdicts.join(', ')}.`);
  const line = oneLine(reason ?? '');
  if (line === null) throw invalid('An alert is closed with a reason: one line of at most 500 characters.');
  return { status, verdict, verdict_reason: line };
}

async function requireUser(db: StateDb, id: string): Promise<void> {
  const user = await db.selectFrom('users').select('disabled').where('id', '=', id).executeTakeFirst();
  if (user === undefined || user.disabled !== null)
    throw invalid('The owner is nobody who can sign in. Give the id of a user, or null for nobody.');
}

export const invalid = (message: string) => new KushiError('ALERT_CHANGE_INVALID', message);
