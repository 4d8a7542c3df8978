import type { Command } from 'commander';
import { jsonLine } from '../../core/json/json-line.ts';
import { type LedgerLine, ledgerLines } from '../../state/ledger.ts';
import { openState } from '../../state/open-state.ts';
import { formatTable } from '../output/table.ts';
import { settingsOf } from '../settings.ts';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('what was offered and what became of it, by source and day')
    .action(async (_options, command: Command) => {
      const { config, json } = settingsOf(command);
      const state = await openState(config.data, { write: false });
      try {
        const lines = await ledgerLines(state.db);
        process.stdout.write(json ? lines.map(jsonLine).join('') : toTable(lines));
      } finally {
        await state.close();
      }
    });
}

function toTable(lines: readonly LedgerLine[]): string {
  const objects = formatTable(
    ['SOURCE', 'DAY', 'OFFERED', '= LOADED', '+ KNOWN', '+ REFUSED', '+ SKIPPED', '+ WAITING'].map((title, index) => ({
      title,
      ...(index === 0 ? { max: 90, cut: 'middle' as const } : { right: index > 1 }),
    })),
    lines.map(({ source, day, objects: o }) => [
      source,
      day,
      o.offered,
      o.loaded,
      o.known,
      o.refused,
      o.skipped,
      o.waiting,
    ]),
  );
  const records = formatTable(
    ['SOURCE', 'DAY', 'READ', '= EVENTS', '+ REJECTS', '+ FILTERED', 'EXPIRED'].map((title, index) => ({
      title,
      ...(index === 0 ? { max: 90, cut: 'middle' as const } : { right: index > 1 }),
    })),
    lines.map(({ source, day, records: r }) => [source, day, r.read, r.events, r.rejects, r.filtered, r.expired]),
  );
  return `Objects\n${objects}\nRecords\n${records}`;
}
