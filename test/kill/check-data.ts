import { join } from 'node:path';
import { expect } from 'vitest';
import { createFileStore } from '../../src/segments/file-store.ts';
import { knownKeys } from '../../src/state/catalog.ts';
import { ledgerLines } from '../../src/state/ledger.ts';
import { nsText } from '../../src/state/ns.ts';
import { openState, type StateDb } from '../../src/state/open-state.ts';
import { type Equations, sumLedger } from '../command/equations.ts';
import type { Home } from '../command/home.ts';

async function withState<T>(home: Home, read: (db: StateDb) => Promise<T>): Promise<T> {
  const state = await openState(home.data, { write: false });
  try {
    return await read(state.db);
  } finally {
    await state.close();
  }
}

/** Both equations of the data folder as it is, summed. */
export async function ledger(home: Home): Promise<Equations> {
  return sumLedger(await withState(home, ledgerLines));
}

/** Both equations hold; returns how many events the ledger says are live. Inputs of kill tests have no rejects. */
async function liveRows(home: Home): Promise<number> {
  const { objects: o, records: r } = await ledger(home);
  expect(o.offered, 'objects').toBe(o.loaded + o.known + o.refused + o.skipped + o.waiting);
  expect(r.read, 'records').toBe(r.events + r.rejects + r.filtered);
  return r.events - r.expired;
}

/** Both equations hold, and a search counts just what the ledger says is live. */
export async function checkEquations(home: Home): Promise<void> {
  const live = await liveRows(home);
  expect(await home.count(), 'live rows').toBe(live);
}

/** Both equations hold, and every record is there once, by the identities that a search lists. */
export async function checkOnce(home: Home, records: number): Promise<void> {
  expect(await liveRows(home), 'live rows').toBe(records);
  const found = await home.ask<{ event: { id: string } }>(['search', '--limit', '0', '--fields', 'event.id']);
  expect(found.length, 'rows').toBe(records);
  expect(new Set(found.map(({ event }) => event.id)).size, 'identities').toBe(records);
}

/** The segments folder holds the files of the catalog, each of them, and nothing else. Returns how many. */
export async function checkFiles(home: Home): Promise<number> {
  const known = await withState(home, knownKeys);
  const there: string[] = [];
  for await (const { key } of createFileStore(join(home.data, 'segments')).list('')) there.push(key);
  expect(there.sort()).toEqual([...known].sort());
  return known.size;
}

/** Makes what became garbage so old that the next load removes it. */
export async function ageGarbage(home: Home): Promise<void> {
  await withState(home, async (db) => {
    await db
      .updateTable('garbage')
      .set({ since: nsText(0n) })
      .execute();
  });
}

/** Rules, objects and offsets of all matches, in order. */
export async function matches(home: Home): Promise<string[]> {
  const rows = await withState(home, (db) => db.selectFrom('matches').select(['rule', 'object', 'offset']).execute());
  return rows.map(({ rule, object, offset }) => `${rule} ${object} ${offset}`).sort();
}

/** Which reading of an object shows. */
export async function generation(home: Home, key: string): Promise<number> {
  const row = await withState(home, (db) =>
    db.selectFrom('objects').select('generation').where('key', '=', key).executeTakeFirstOrThrow(),
  );
  return row.generation;
}
