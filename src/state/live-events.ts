import type { StateDb } from './open-state.ts';

/** How many events the live readings of a log type's objects made, those that have expired since among them. */
export async function liveEvents(db: StateDb): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('objects')
    .innerJoin('loads', (join) =>
      join.onRef('loads.object', '=', 'objects.id').onRef('loads.generation', '=', 'objects.generation'),
    )
    .select((eb) => ['log_type', eb.fn.sum<number>('loads.events').as('events')])
    .where('log_type', 'is not', null)
    .groupBy('log_type')
    .execute();
  return new Map(rows.map(({ log_type: logType, events }) => [logType ?? '', Number(events)]));
}
