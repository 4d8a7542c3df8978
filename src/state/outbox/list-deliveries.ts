import { inChunks } from '../in-chunks.ts';
import { nsOf } from '../ns.ts';
import type { StateDb } from '../open-state.ts';
import type { DeliveriesTable, DeliveryStatus } from '../tables.ts';

/** A message to a destination and what became of it. Times are nanoseconds since 1970. */
export interface Delivery {
  readonly key: string;
  readonly destination: string;
  /** Null for a test. */
  readonly story: string | null;
  readonly number: number;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly created: bigint;
  /** When it is tried next; null when it is done with. */
  readonly next: bigint | null;
  readonly sent: bigint | null;
  readonly receipt: string | null;
  readonly error: string | null;
  /** Ids of the alerts it is about. */
  readonly alerts: readonly string[];
}

export interface DeliveryFilter {
  readonly destination?: string;
  readonly status?: DeliveryStatus;
  /** Those about one alert. */
  readonly alert?: string;
  readonly most: number;
}

/** The last messages, newest first. */
export async function listDeliveries(db: StateDb, filter: DeliveryFilter): Promise<Delivery[]> {
  const { destination, status, alert, most } = filter;
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .$if(destination !== undefined, (query) => query.where('destination', '=', destination ?? ''))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'sent'))
    .$if(alert !== undefined, (query) =>
      query.where('key', 'in', (eb) =>
        eb
          .selectFrom('delivery_alerts')
          .select('delivery')
          .where('alert', '=', alert ?? ''),
      ),
    )
    .orderBy('created', 'desc')
    .orderBy('key')
    .limit(most)
    .execute();
  const alerts = await alertsOf(db, rows);
  return rows.map((row) => toDelivery(row, alerts.get(row.key) ?? []));
}

async function alertsOf(db: StateDb, rows: readonly DeliveriesTable[]): Promise<Map<string, string[]>> {
  const alerts = new Map<string, string[]>(rows.map(({ key }) => [key, []]));
  for (const some of inChunks([...alerts.keys()])) {
    const named = await db
      .selectFrom('delivery_alerts')
      .select(['delivery', 'alert'])
      .where('delivery', 'in', some)
      .orderBy('alert')
      .execute();
    for (const { delivery, alert } of named) alerts.get(delivery)?.push(alert);
  }
  return alerts;
}

function toDelivery(row: DeliveriesTable, alerts: readonly string[]): Delivery {
  const { severity: _, ...rest } = row;
  const waits = row.status === 'pending' || row.status === 'retrying';
  return {
    ...rest,
    created: nsOf(row.created),
    next: waits ? nsOf(row.next) : null,
    sent: row.sent === null ? null : nsOf(row.sent),
    alerts,
  };
}

/** How many messages of each destination are in each state. */
export async function countDeliveries(
  db: StateDb,
): Promise<{ readonly destination: string; readonly status: DeliveryStatus; readonly count: number }[]> {
  return db
    .selectFrom('deliveries')
    .select(({ fn }) => ['destination', 'status', fn.countAll<number>().as('count')])
    .groupBy(['destination', 'status'])
    .orderBy('destination')
    .orderBy('status')
    .execute();
}
