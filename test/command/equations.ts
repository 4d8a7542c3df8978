import type { LedgerLine } from '../../src/state/ledger.ts';

/** Both equations over all sources and days. */
export type Equations = Pick<LedgerLine, 'objects' | 'records'>;

export function sumLedger(lines: readonly LedgerLine[]): Equations {
  const objects = { offered: 0, loaded: 0, known: 0, refused: 0, skipped: 0, waiting: 0 };
  const records = { read: 0, events: 0, rejects: 0, filtered: 0, expired: 0 };
  for (const line of lines) {
    for (const name of Object.keys(objects) as (keyof typeof objects)[]) objects[name] += line.objects[name];
    for (const name of Object.keys(records) as (keyof typeof records)[]) records[name] += line.records[name];
  }
  return { objects, records };
}
