import type { AlertMatch } from './alerts.ts';
import { nsOf, nsText } from './ns.ts';
import type { StateDb } from './open-state.ts';

/** Where a page of matches ends. */
export type MatchPlace = Pick<AlertMatch, 'time' | 'object' | 'offset'>;

/** The events behind an alert, newest first, so many from the place on. */
export async function matchesPage(
  db: StateDb,
  alert: string,
  { after, limit }: { readonly after: MatchPlace | null; readonly limit: number },
): Promise<AlertMatch[]> {
  let query = db.selectFrom('matches').selectAll().where('alert', '=', alert);
  if (after !== null) {
    const { time, object, offset } = after;
    query = query.where((eb) =>
      eb(eb.refTuple('time', 'object', 'offset'), '<', eb.tuple(nsText(time), object, offset)),
    );
  }
  const rows = await query
    .orderBy('time', 'desc')
    .orderBy('object', 'desc')
    .orderBy('offset', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ object, offset, dataset, time, event }) => ({ object, offset, dataset, time: nsOf(time), event }));
}
