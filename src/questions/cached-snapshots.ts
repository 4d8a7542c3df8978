import { sql } from 'kysely';
import type { Snapshot } from '../engines/engine.ts';
import { snapshot } from '../state/catalog.ts';
import type { StateDb } from '../state/open-state.ts';

/**
 * What is committed now. The catalog is read only when another connection has written since, and what is known of a
 * segment is not read again: with a thousand segments a snapshot would cost more than most questions.
 */
export function cachedSnapshots(db: StateDb): () => Promise<Snapshot> {
  let version = -1;
  let last: Promise<Snapshot> | undefined;
  return async () => {
    const now = await dataVersion(db);
    if (last !== undefined && now === version) return last;
    const before = await last?.catch(() => undefined);
    version = now;
    last = snapshot(db, before);
    return last;
  };
}

/** Rises when another connection commits: https://sqlite.org/pragma.html#pragma_data_version */
async function dataVersion(db: StateDb): Promise<number> {
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(db);
  return rows[0].data_version;
}
