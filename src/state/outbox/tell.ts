import { nsOf, nsText } from '../ns.ts';
import type { StateDb } from '../open-state.ts';
import type { DeliveriesTable } from '../tables.ts';
import { deliveryKey } from './delivery-key.ts';

/** What one destination is to be told of one story. */
export interface Told {
  readonly destination: string;
  readonly story: string;
  /** Of the worst of the alerts. */
  readonly severity: number;
  /** Alerts, and how many matches came to each. */
  readonly alerts: Map<string, number>;
}

interface TellOptions {
  readonly now: bigint;
  readonly gap: bigint;
}

/**
 * Adds to the message of the story that waits, or makes the next one. A message that was tried once stays as it is: it
 * may have arrived, and what is added to it then would be lost on a receiver that drops what it has.
 */
export async function tell(db: StateDb, told: Told, options: TellOptions): Promise<void> {
  const { destination, story } = told;
  const before = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('destination', '=', destination)
    .where('story', '=', story)
    .orderBy('number', 'desc')
    .execute();
  const waiting = before.find(({ status, attempts }) => status === 'pending' && attempts === 0);
  const next = nextTime(
    before.filter((one) => one !== waiting),
    told,
    options,
  );
  const key = waiting?.key ?? deliveryKey(destination, story, (before[0]?.number ?? 0) + 1);
  if (waiting === undefined) await insert(db, { key, told, number: (before[0]?.number ?? 0) + 1, next }, options);
  else await addTo(db, waiting, { severity: told.severity, next });
  for (const [alert, matches] of told.alerts) await addAlert(db, { delivery: key, alert, matches });
}

/** At once when it is the first of its story or worse than any before; else a while after the last. */
function nextTime(before: readonly DeliveriesTable[], { severity }: Told, { now, gap }: TellOptions): string {
  const arrived = before.filter(({ status, attempts }) => status === 'sent' || (isOpen(status) && attempts > 0));
  if (arrived.every((one) => one.severity < severity)) return nsText(now);
  const last = arrived.reduce((latest, { sent }) => (sent !== null && sent > latest ? sent : latest), nsText(0n));
  // One that is still tried has no time yet; what follows it gets its own when it is sent.
  const earliest = arrived.some(({ sent }) => sent === null) ? now + gap : nsOf(last) + gap;
  return nsText(earliest > now ? earliest : now);
}

function isOpen(status: DeliveriesTable['status']): boolean {
  return status === 'pending' || status === 'retrying';
}

interface NewDelivery {
  readonly key: string;
  readonly told: Told;
  readonly number: number;
  readonly next: string;
}

async function insert(db: StateDb, { key, told, number, next }: NewDelivery, { now }: TellOptions): Promise<void> {
  const { destination, story, severity } = told;
  const nothingYet = { attempts: 0, sent: null, receipt: null, error: null };
  await db
    .insertInto('deliveries')
    .values({
      key,
      destination,
      story,
      number,
      severity,
      status: 'pending',
      created: nsText(now),
      next,
      ...nothingYet,
    })
    .execute();
}

async function addTo(
  db: StateDb,
  waiting: DeliveriesTable,
  added: Pick<DeliveriesTable, 'severity' | 'next'>,
): Promise<void> {
  const next = added.next < waiting.next ? added.next : waiting.next;
  const severity = Math.max(added.severity, waiting.severity);
  await db.updateTable('deliveries').set({ severity, next }).where('key', '=', waiting.key).execute();
}

async function addAlert(
  db: StateDb,
  row: { readonly delivery: string; readonly alert: string; readonly matches: number },
): Promise<void> {
  await db
    .insertInto('delivery_alerts')
    .values(row)
    .onConflict((oc) =>
      oc.columns(['delivery', 'alert']).doUpdateSet((eb) => ({
        matches: eb('delivery_alerts.matches', '+', row.matches),
      })),
    )
    .execute();
}
