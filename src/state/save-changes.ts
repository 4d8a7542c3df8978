import { noteActivity } from './alert-activity.ts';
import type { AlertChanges } from './alert-changes.ts';
import { numberText } from './alerts.ts';
import { addEvidence, renewEvidence } from './evidence.ts';
import { inChunks } from './in-chunks.ts';
import type { StateDb } from './open-state.ts';

/** Writes what a cut changed. */
export async function saveChanges(db: StateDb, changes: AlertChanges): Promise<void> {
  const { matches, moves, activity, notices, now } = changes;
  for (const { from, to, first, last } of moves)
    await db
      .updateTable('matches')
      .set({ alert: to })
      .where('alert', '=', from)
      .where('time', '>=', first)
      .where('time', '<=', last)
      .execute();
  for (const some of inChunks(matches)) await db.insertInto('matches').values(some).execute();
  await saveAlerts(db, changes);
  for (const { alert, into } of changes.emptied) await leaveEmpty(db, { alert, into, now });
  await noteActivity(db, activity);
  const told = [...notices].map(([alert, young]) => ({ alert, at: now, matches: young }));
  for (const some of inChunks(told)) await db.insertInto('notices').values(some).execute();
  await addEvidence(db, matches);
  await renewEvidence(db, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
}

async function saveAlerts(db: StateDb, { alerts }: AlertChanges): Promise<void> {
  for (const some of inChunks(alerts))
    await db
      .insertInto('alerts')
      .values(some)
      .onConflict((oc) =>
        oc.column('id').doUpdateSet((eb) => ({
          first: eb.ref('excluded.first'),
          last: eb.ref('excluded.last'),
          count: eb.ref('excluded.count'),
          datasets: eb.ref('excluded.datasets'),
          changed: eb.ref('excluded.changed'),
          in_history: eb.ref('excluded.in_history'),
          suppression: eb.ref('excluded.suppression'),
          continues: eb.ref('excluded.continues'),
        })),
      )
      .execute();
}

interface Emptied {
  readonly alert: string;
  readonly into: string;
  readonly now: string;
}

/** An alert without matches goes, unless people have seen it: then it stays closed and says where its matches are. */
async function leaveEmpty(db: StateDb, { alert, into, now }: Emptied): Promise<void> {
  const told = await db.selectFrom('notices').select('seq').where('alert', '=', alert).limit(1).executeTakeFirst();
  const { touched, status, number } = await db
    .selectFrom('alerts')
    .select(['touched', 'status', 'number'])
    .where('id', '=', alert)
    .executeTakeFirstOrThrow();
  if (touched === null && status === 'open' && told === undefined) return drop(db, { alert, number });
  const emptied = { status: 'closed', count: 0, datasets: '[]', changed: now, touched: now };
  await db.updateTable('alerts').set(emptied).where('id', '=', alert).execute();
  const { number: target } = await db
    .selectFrom('alerts')
    .select('number')
    .where('id', '=', into)
    .executeTakeFirstOrThrow();
  const detail = { alert: into, number: numberText(target) };
  await noteActivity(db, [{ alert, at: now, by: null, kind: 'merged', detail }]);
}

/** A number is never given twice, so the highest is kept when its alert goes. A story is named after one that is there. */
async function drop(db: StateDb, { alert, number }: { alert: string; number: number }): Promise<void> {
  await db.deleteFrom('alerts').where('id', '=', alert).execute();
  await db.deleteFrom('alert_activity').where('alert', '=', alert).execute();
  await db.deleteFrom('alert_evidence').where('alert', '=', alert).execute();
  const next = await db
    .selectFrom('alerts')
    .select('id')
    .where('story', '=', alert)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  if (next !== undefined) await db.updateTable('alerts').set({ story: next.id }).where('story', '=', alert).execute();
  if (number < (await nextNumber(db))) return;
  const value = String(number);
  await db
    .insertInto('meta')
    .values({ key: 'alerts.number', value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute();
}

/** One more than any alert has or had. */
export async function nextNumber(db: StateDb): Promise<number> {
  const { most } = await db
    .selectFrom('alerts')
    .select(({ fn }) => fn.max('number').as('most'))
    .executeTakeFirstOrThrow();
  const gone = await db.selectFrom('meta').select('value').where('key', '=', 'alerts.number').executeTakeFirst();
  return Math.max(most ?? 0, Number(gone?.value ?? 0)) + 1;
}
