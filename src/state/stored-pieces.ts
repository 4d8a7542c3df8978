import type { Match } from './alerts.ts';
import type { Piece } from './cut-windows.ts';
import type { StateDb } from './open-state.ts';
import type { AlertsTable } from './tables.ts';

/** An alert's matches before `time` and those from it on. The piece must have both. */
export async function splitAlert(db: StateDb, piece: Piece, time: string): Promise<readonly [Piece, Piece]> {
  const rows = await db
    .selectFrom('matches')
    .select((eb) => [
      'dataset',
      eb('time', '>=', time).as('late'),
      eb.fn.min<string>('time').as('first'),
      eb.fn.max<string>('time').as('last'),
      eb.fn.countAll<number>().as('count'),
    ])
    .where('alert', '=', piece.alert)
    .where('time', '>=', piece.first)
    .where('time', '<=', piece.last)
    .groupBy((eb) => ['dataset', eb('time', '>=', time)])
    .execute();
  const part = (late: boolean): Piece => {
    const its = rows.filter((row) => Boolean(row.late) === late);
    return {
      first: its.map(({ first }) => first).sort()[0],
      last: its.map(({ last }) => last).sort()[its.length - 1],
      count: its.reduce((count, row) => count + Number(row.count), 0),
      datasets: its.map(({ dataset }) => dataset),
      alert: piece.alert,
      founding: piece.founding && !late,
    };
  };
  return [part(false), part(true)];
}

/** The first alert of a rule and entity that begins in `[from, end)` and is not closed. */
export async function nextAlert(
  db: StateDb,
  { rule, entity, from, end }: { rule: string; entity: Match['entity']; from: string; end: string },
): Promise<AlertsTable | undefined> {
  return db
    .selectFrom('alerts')
    .selectAll()
    .where('rule', '=', rule)
    .where('entity_kind', '=', entity.kind)
    .where('entity_value', '=', entity.value)
    .where('first', '>=', from)
    .where('first', '<', end)
    .where('count', '>', 0)
    .where('status', '!=', 'closed')
    .orderBy('first')
    .limit(1)
    .executeTakeFirst();
}
