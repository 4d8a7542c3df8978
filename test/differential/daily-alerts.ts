import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMatches } from '../../src/state/add-matches.ts';
import { listAlerts, type Match } from '../../src/state/alerts.ts';
import { openState } from '../../src/state/open-state.ts';

/** Alerts that matches become, counted by rule id and then by UTC day of their beginning. */
export async function dailyAlerts(
  matches: readonly Match[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const folder = await mkdtemp(join(tmpdir(), 'kushi-alerts-'));
  const { db, close } = await openState(folder, { write: true });
  try {
    await addMatches(db, matches, { now: 0n });
    const rules = new Map<string, Map<string, number>>();
    for (const { rule, first } of await listAlerts(db)) {
      const days = rules.get(rule.id) ?? new Map<string, number>();
      const day = new Date(Number(first / 1_000_000n)).toISOString().slice(0, 10);
      rules.set(rule.id, days.set(day, (days.get(day) ?? 0) + 1));
    }
    return rules;
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}
