import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';

export type AuditOutcome = 'done' | 'refused' | 'failed';
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** Something that somebody did or tried. Nothing in it is secret. */
export interface AuditNote {
  /** Nanoseconds. */
  readonly at: bigint;
  /** Id of the user; null when nobody was signed in. */
  readonly who: string | null;
  readonly how: 'session' | 'token' | 'local' | 'command' | 'none';
  readonly address: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly outcome: AuditOutcome;
  readonly detail: AuditDetail;
}

export interface AuditEntry extends AuditNote {
  readonly seq: number;
  /** Name of `who` as it is now. */
  readonly name: string | null;
}

export async function addAuditNote(db: StateDb, { at, detail, ...note }: AuditNote): Promise<void> {
  await db
    .insertInto('audit')
    .values({ ...note, at: nsText(at), detail: JSON.stringify(detail) })
    .execute();
}

export interface AuditPage {
  /** Only entries before this one. */
  readonly before?: number | undefined;
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  readonly limit: number;
}

/** Entries of the audit log, newest first. */
export async function auditPage(db: StateDb, { before, who, action, limit }: AuditPage): Promise<AuditEntry[]> {
  let query = db
    .selectFrom('audit')
    .leftJoin('users', 'users.id', 'audit.who')
    .selectAll('audit')
    .select('users.name')
    .orderBy('audit.seq', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('audit.seq', '<', before);
  if (who !== undefined) query = query.where('audit.who', '=', who);
  if (action !== undefined) query = query.where('audit.action', '=', action);
  return (await query.execute()).map((row) => ({
    seq: row.seq,
    at: nsOf(row.at),
    who: row.who,
    name: row.name,
    how: row.how as AuditNote['how'],
    address: row.address,
    action: row.action,
    target: row.target,
    outcome: row.outcome as AuditOutcome,
    detail: JSON.parse(row.detail),
  }));
}

/** Forgets entries from before a moment. */
export async function dropAudit(db: StateDb, before: bigint): Promise<void> {
  await db.deleteFrom('audit').where('at', '<', nsText(before)).execute();
}
