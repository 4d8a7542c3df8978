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
  const before = await toldBefore(db, told);
  const waiting = before.find(({ status, attempts }) => status === 'pending' && attempts === 0);
  const others = before.filter((one) => one !== waiting);
  const next = nextTime(others, told, options);
  const key = waiting === undefined ? await insert(db, { told, before, next }, options) : waiting.key;
  if (waiting !== undefined) await addTo(db, waiting, { severity: told.severity, next });
  for (const [alert, matches] of told.alerts) await addAlert(db, { delivery: key, alert, matches });
}

/**
 * What the destination was sent of the story, newest first. A row of messages bears the name the story had when it
 * began, which is the id of an alert; when two stories became one, its rows are those of both.
 */
async function toldBefore(db: StateDb, { destination, story }: Told): Promise<DeliveriesTable[]> {
  const parts = db
    .selectFrom('alerts')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', story), eb('story', '=', story)]));
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('destination', '=', destination)
    .where((eb) => eb.or([eb('story', '=', story), eb('story', 'in', parts)]))
    .orderBy('created', 'desc')
    .orderBy('number', 'desc')
    .execute();
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
  readonly told: Told;
  /** Newest first. */
  readonly before: readonly DeliveriesTable[];
  readonly next: string;
}

/** The next message of the row that the last one was in. Returns its key. */
async function insert(db: StateDb, { told, before, next }: NewDelivery, { now }: TellOptions): Promise<string> {
  const { destination, severity } = told;
  const story = before[0]?.story ?? told.story;
  const number = before.reduce((most, one) => (one.story === story ? Math.max(most, one.number) : most), 0) + 1;
  const key = deliveryKey(destination, story, number);
  const nothingYet = { attempts: 0, sent: null, receipt: null, error: null };
  const values = { key, destination, story, number, severity, created: nsText(now), next, ...nothingYet };
  await db
    .insertInto('deliveries')
    .values({ ...values, status: 'pending' })
    .execute();
  return key;
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
