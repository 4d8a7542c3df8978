import { inChunks } from './in-chunks.ts';
import type { StateDb } from './open-state.ts';
import type { AlertEvidenceTable, MatchesTable } from './tables.ts';

/** Keeps what new matches name exactly with their alerts, and which alerts share an event. */
export async function addEvidence(db: StateDb, matches: readonly MatchesTable[]): Promise<void> {
  const rows = new Map<string, AlertEvidenceTable>();
  const add = (alert: string, value: string) => rows.set(`${alert}\0${value}`, { alert, value, own: 1 });
  for (const { alert, evidence } of matches)
    if (evidence !== null) for (const value of JSON.parse(evidence) as string[]) add(alert, value);
  for (const [alert, other] of await pairsOf(db, matches)) {
    add(alert, pairName(alert, other));
    add(other, pairName(alert, other));
  }
  await insertOwn(db, [...rows.values()]);
}

/** Makes the own evidence of alerts anew when matches went from one to another. */
export async function renewEvidence(db: StateDb, alerts: readonly string[]): Promise<void> {
  for (const alert of alerts) {
    await db.deleteFrom('alert_evidence').where('alert', '=', alert).where('own', '=', 1).execute();
    const named = await db
      .selectFrom('matches')
      .select('evidence')
      .distinct()
      .where('alert', '=', alert)
      .where('evidence', 'is not', null)
      .execute();
    const values = new Set(named.flatMap(({ evidence }) => JSON.parse(evidence ?? '[]') as string[]));
    const rows = [...values].map((value) => ({ alert, value, own: 1 }));
    for (const other of await sharingWith(db, alert))
      for (const one of [alert, other]) rows.push({ alert: one, value: pairName(alert, other), own: 1 });
    await insertOwn(db, rows);
  }
}

async function insertOwn(db: StateDb, rows: readonly AlertEvidenceTable[]): Promise<void> {
  for (const some of inChunks(rows))
    await db
      .insertInto('alert_evidence')
      .values(some)
      .onConflict((oc) => oc.columns(['alert', 'value']).doUpdateSet({ own: 1 }))
      .execute();
}

/** Two alerts that have an event in common. */
const pairName = (a: string, b: string): string => `event of ${a < b ? `${a} ${b}` : `${b} ${a}`}`;

/** Alerts of events that are among the matches and that another rule matched as well, two by two. */
async function pairsOf(db: StateDb, matches: readonly MatchesTable[]): Promise<[string, string][]> {
  const offsets = matches.map(({ offset }) => offset);
  const low = offsets.reduce((least, offset) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const high = offsets.reduce((most, offset) => Math.max(most, offset), 0);
  const pairs = new Map<string, [string, string]>();
  for (const some of inChunks([...new Set(matches.map(({ object }) => object))])) {
    const rows = await db
      .selectFrom('matches as m')
      .innerJoin('matches as o', (join) => join.onRef('o.object', '=', 'm.object').onRef('o.offset', '=', 'm.offset'))
      .select(['m.alert as alert', 'o.alert as other'])
      .distinct()
      .where('m.object', 'in', some)
      .where('m.offset', '>=', low)
      .where('m.offset', '<=', high)
      .whereRef('m.alert', '<', 'o.alert')
      .execute();
    for (const { alert, other } of rows) pairs.set(pairName(alert, other), [alert, other]);
  }
  return [...pairs.values()];
}

async function sharingWith(db: StateDb, alert: string): Promise<string[]> {
  const rows = await db
    .selectFrom('matches as m')
    .innerJoin('matches as o', (join) => join.onRef('o.object', '=', 'm.object').onRef('o.offset', '=', 'm.offset'))
    .select('o.alert as other')
    .distinct()
    .where('m.alert', '=', alert)
    .whereRef('m.alert', '!=', 'o.alert')
    .execute();
  return rows.map(({ other }) => other);
}
