import { severity } from '../../alerts.ts';
import { nsText } from '../../ns.ts';
import type { StateDb } from '../../open-state.ts';
import type { AlertsTable } from '../../tables.ts';

/** Puts an alert that nobody has worked on into the state. Ids are `alert-<number>`. */
export async function putAlert(
  db: StateDb,
  changed: Partial<AlertsTable> & { readonly number: number },
): Promise<string> {
  const id = `alert-${changed.number}`;
  const level = changed.level ?? 'high';
  const nobody = {
    owner: null,
    verdict: null,
    verdict_reason: null,
    suppression: null,
    continues: null,
    touched: null,
  };
  const row: AlertsTable = {
    ...nobody,
    id,
    rule: 'rule-1',
    rule_title: 'Root login',
    rule_path: 'rules/root.yml',
    level,
    severity: severity(level),
    status: 'open',
    entity_kind: 'user.name',
    entity_value: 'app-web-role',
    first: nsText(1n),
    last: nsText(2n),
    count: 1,
    datasets: '["aws.cloudtrail"]',
    in_history: 0,
    story: null,
    opened: nsText(1n),
    changed: nsText(1n),
    ...changed,
  };
  await db.insertInto('alerts').values(row).execute();
  return id;
}

/** What a commit notes of an alert that it added matches to. */
export async function putNotice(db: StateDb, alert: string, matches: number, at: bigint): Promise<void> {
  await db
    .insertInto('notices')
    .values({ alert, matches, at: nsText(at) })
    .execute();
}
