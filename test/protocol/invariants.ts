import { expect } from 'vitest';
import { all } from '../../src/core/query/ast.ts';
import type { Engine, EventRow, Sighting } from '../../src/engines/engine.ts';
import { listAlerts, matchesOf } from '../../src/state/alerts.ts';
import { snapshot } from '../../src/state/catalog.ts';
import { ledgerLines } from '../../src/state/ledger.ts';
import type { StateDb } from '../../src/state/open-state.ts';
import { dataset, dayNs } from './world.ts';

export async function liveRows(engine: Engine, db: StateDb): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  for await (const row of engine.search(all, await snapshot(db), {})) rows.push(row);
  return rows;
}

function groupBy(rows: readonly EventRow[]): Sighting[] {
  const groups = new Map<string, Sighting>();
  for (const row of rows) {
    const value = String(row.fields['user.name']);
    const action = String(row.fields['event.action']);
    const day = new Date(Number(row.time / 1_000_000n)).toISOString().slice(0, 10);
    const key = [value, action, day].join('\0');
    const known = groups.get(key) ?? {
      field: 'user.name',
      value,
      dataset,
      action,
      day,
      first: row.time,
      last: row.time,
      count: 0,
    };
    const first = row.time < known.first ? row.time : known.first;
    const last = row.time > known.last ? row.time : known.last;
    groups.set(key, { ...known, first, last, count: known.count + 1 });
  }
  return [...groups.values()];
}

function sorted(sightings: readonly Sighting[]): Sighting[] {
  const key = (one: Sighting) => [one.field, one.value, one.action, one.day].join('\0');
  return [...sightings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * What holds at every moment: no row twice, each object's rows of one mapping, entity index ≡ GROUP BY over the live rows,
 * matches unique and counted by their alerts, both equations.
 */
export async function checkInvariants(engine: Engine, db: StateDb): Promise<void> {
  const rows = await liveRows(engine, db);
  const identities = rows.map((row) => `${row.object} ${row.offset}`);
  expect(new Set(identities).size, 'no row twice').toBe(rows.length);
  for (const mappings of versionsByObject(rows).values()) expect(mappings.size, 'one mapping an object').toBe(1);
  expect(sorted(await engine.sightings({}, await snapshot(db)))).toEqual(sorted(groupBy(rows)));
  await checkAlerts(db);
  await checkEquations(db, rows.length);
}

function versionsByObject(rows: readonly EventRow[]): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const row of rows) {
    const mapping = String(row.fields['user.name']).split('@')[1];
    versions.set(row.object, (versions.get(row.object) ?? new Set()).add(mapping));
  }
  return versions;
}

async function checkAlerts(db: StateDb): Promise<void> {
  const seen = new Set<string>();
  const alerts = await listAlerts(db);
  const begins = new Map(alerts.map(({ id, first }) => [id, first]));
  for (const alert of alerts) {
    const matches = await matchesOf(db, alert.id);
    expect(matches.length, 'an alert counts its matches').toBe(alert.count);
    for (const match of matches) seen.add(`${match.object} ${match.offset}`);
    expect(alert.last - alert.first).toBeLessThan(dayNs);
  }
  for (const group of (await timesByGroup(db)).values())
    expect(group.alerts.map((id) => begins.get(id)).sort()).toEqual(beginsOf(group.times));
  const total = (await db.selectFrom('matches').selectAll().execute()).length;
  expect(seen.size, 'matches are unique').toBe(total);
}

interface MatchTimes {
  readonly times: bigint[];
  alerts: readonly string[];
}

/** Times of all matches and the alerts they are in, by rule and entity. */
async function timesByGroup(db: StateDb): Promise<Map<string, MatchTimes>> {
  const groups = new Map<string, MatchTimes>();
  for (const { id, rule, entity } of await listAlerts(db)) {
    const key = [rule.id, entity.kind, entity.value].join('\0');
    const group = groups.get(key) ?? { times: [], alerts: [] };
    group.times.push(...(await matchesOf(db, id)).map(({ time }) => time));
    group.alerts = [...group.alerts, id];
    groups.set(key, group);
  }
  return groups;
}

/** When alerts begin, by definition: with the first match that is not within 24 hours from the begin of one. */
function beginsOf(times: readonly bigint[]): bigint[] {
  const begins: bigint[] = [];
  for (const time of [...times].sort((a, b) => Number(a - b)))
    if (begins.length === 0 || time >= begins[begins.length - 1] + dayNs) begins.push(time);
  return begins;
}

async function checkEquations(db: StateDb, live: number): Promise<void> {
  const lines = await ledgerLines(db);
  const sum = (pick: (line: (typeof lines)[number]) => number) => lines.reduce((total, line) => total + pick(line), 0);
  for (const { objects: o, records: r } of lines) {
    expect(o.offered).toBe(o.loaded + o.known + o.refused + o.skipped + o.waiting);
    expect(r.read).toBe(r.events + r.rejects + r.filtered);
  }
  expect(sum((line) => line.records.events) - sum((line) => line.records.expired), 'live events').toBe(live);
}
