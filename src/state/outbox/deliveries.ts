import { sql } from 'kysely';
import { inChunks } from '../in-chunks.ts';
import { nsText } from '../ns.ts';
import type { StateDb } from '../open-state.ts';
import type { AlertsTable, DeliveriesTable, DeliveryStatus } from '../tables.ts';
import { isToTell } from './route-notices.ts';

const open: readonly DeliveryStatus[] = ['pending', 'retrying'];

/** A message that waits, before another of the same story and destination, keeps the other back. */
function unblocked(db: StateDb, destination: string) {
  return db
    .selectFrom('deliveries as d')
    .where('d.destination', '=', destination)
    .where('d.status', 'in', open)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as earlier')
            .select('earlier.key')
            .whereRef('earlier.destination', '=', 'd.destination')
            .whereRef('earlier.story', '=', 'd.story')
            .whereRef('earlier.number', '<', 'd.number')
            .where('earlier.status', 'in', open),
        ),
      ),
    );
}

/** The message to send now: of those whose time has come the worst, and of those the oldest. */
export async function dueDelivery(db: StateDb, destination: string, now: bigint): Promise<DeliveriesTable | undefined> {
  return unblocked(db, destination)
    .selectAll('d')
    .where('d.next', '<=', nsText(now))
    .orderBy('d.severity', 'desc')
    .orderBy('d.next')
    .orderBy('d.key')
    .limit(1)
    .executeTakeFirst();
}

/** When the destination's next message is due, as text; null when none waits. */
export async function nextDue(db: StateDb, destination: string): Promise<string | null> {
  const { next } = await unblocked(db, destination)
    .select(({ fn }) => fn.min('d.next').as('next'))
    .executeTakeFirstOrThrow();
  return next ?? null;
}

/** Counts a try before it is made, so that nothing is added to what may have arrived. */
export async function countAttempt(db: StateDb, key: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('key', '=', key)
    .execute();
}

/** What a message is about, as it is now. */
export interface DeliveryContent {
  readonly kind: 'first' | 'again';
  /** Alerts and what came to each since the message before, worst and newest first; none that nobody is to be told of. */
  readonly alerts: readonly { readonly alert: AlertsTable; readonly matches: number }[];
}

export async function contentOf(db: StateDb, delivery: DeliveriesTable): Promise<DeliveryContent> {
  const rows = await db
    .selectFrom('delivery_alerts as d')
    .innerJoin('alerts as a', 'a.id', 'd.alert')
    .selectAll('a')
    .select('d.matches')
    .where('d.delivery', '=', delivery.key)
    .where('a.count', '>', 0)
    .orderBy('a.severity', 'desc')
    .orderBy('a.number', 'desc')
    .execute();
  const told = await db
    .selectFrom('deliveries')
    .select('key')
    .where('destination', '=', delivery.destination)
    .where('story', '=', delivery.story)
    .where('number', '<', delivery.number)
    .where('status', '=', 'sent')
    .limit(1)
    .executeTakeFirst();
  return {
    kind: told === undefined ? 'first' : 'again',
    alerts: rows.filter(isToTell).map(({ matches, ...alert }) => ({ alert, matches })),
  };
}

export interface Sent {
  readonly receipt: string;
  readonly now: bigint;
  /** Least time until the story's next message there, nanoseconds. */
  readonly gap: bigint;
}

/** It arrived. The message of the story that waits behind it is put off, unless it tells of something worse. */
export async function markSent(db: StateDb, delivery: DeliveriesTable, { receipt, now, gap }: Sent): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const sent = { status: 'sent', sent: nsText(now), receipt, error: null } as const;
    await trx.updateTable('deliveries').set(sent).where('key', '=', delivery.key).execute();
    if (delivery.story === null) return;
    const { told } = await trx
      .selectFrom('deliveries')
      .select(({ fn }) => fn.max('severity').as('told'))
      .where('destination', '=', delivery.destination)
      .where('story', '=', delivery.story)
      .where('status', '=', 'sent')
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('deliveries')
      .set({ next: nsText(now + gap) })
      .where('destination', '=', delivery.destination)
      .where('story', '=', delivery.story)
      .where('number', '>', delivery.number)
      .where('status', '=', 'pending')
      .where('attempts', '=', 0)
      .where('severity', '<=', told ?? -1)
      .where('next', '<', nsText(now + gap))
      .execute();
  });
}

/** It did not arrive: tried again at `next`, or given up when that is null. */
export async function markFailed(
  db: StateDb,
  key: string,
  { error, next }: { readonly error: string; readonly next: bigint | null },
): Promise<void> {
  const after = next === null ? ({ status: 'dead' } as const) : ({ status: 'retrying', next: nsText(next) } as const);
  await db
    .updateTable('deliveries')
    .set({ ...after, error })
    .where('key', '=', key)
    .execute();
}

/** Nobody is to be told of any of its alerts any more: they were closed or suppressed while it waited. */
export async function withdraw(db: StateDb, key: string): Promise<void> {
  await db.updateTable('deliveries').set({ status: 'withdrawn' }).where('key', '=', key).execute();
}

/** Sends a dead message again, with the key it had. Returns its destination; null when no dead message has that key. */
export async function reviveDelivery(db: StateDb, key: string, now: bigint): Promise<string | null> {
  const revived = await db
    .updateTable('deliveries')
    .set({ status: 'retrying', attempts: 0, next: nsText(now) })
    .where('key', '=', key)
    .where('status', '=', 'dead')
    .returning('destination')
    .executeTakeFirst();
  return revived?.destination ?? null;
}

/** Gives up what waits for destinations that are not configured any more. */
export async function buryOthers(db: StateDb, destinations: readonly string[]): Promise<void> {
  const rows = db
    .updateTable('deliveries')
    .set({ status: 'dead', error: 'No destination of that name is configured.' });
  const waiting = rows.where('status', 'in', open);
  await (destinations.length === 0 ? waiting : waiting.where('destination', 'not in', destinations)).execute();
}

/**
 * Forgets messages that were done with before `before`, but the last of each row, which numbers go on from. Returns how
 * many.
 */
export async function forgetDeliveries(db: StateDb, before: bigint): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('deliveries as d')
      .select('d.key')
      .where('d.created', '<', nsText(before))
      .where('d.status', 'not in', open)
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('d.story', 'is', null),
          exists(
            selectFrom('deliveries as later')
              .select(sql`1`.as('one'))
              .whereRef('later.destination', '=', 'd.destination')
              .whereRef('later.story', '=', 'd.story')
              .whereRef('later.number', '>', 'd.number'),
          ),
        ]),
      )
      .execute();
    for (const some of inChunks(rows.map(({ key }) => key))) {
      await trx.deleteFrom('delivery_alerts').where('delivery', 'in', some).execute();
      await trx.deleteFrom('deliveries').where('key', 'in', some).execute();
    }
    return rows.length;
  });
}
