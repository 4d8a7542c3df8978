import type { Command } from 'commander';
import { formatTime } from '../../core/time/rfc3339.ts';
import { type Alert, listAlerts } from '../../state/alerts.ts';
import { openState } from '../../state/open-state.ts';
import { alertJson } from '../output/alert-json.ts';
import { jsonLine } from '../output/json.ts';
import { formatTable } from '../output/table.ts';
import { settingsOf } from '../settings.ts';

export function addAlerts(program: Command): void {
  program
    .command('alerts')
    .description('alerts, worst first: matches of a rule by entity over 24 hours')
    .option('--limit <n>', 'most alerts shown in the table; 0 for all', '25')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      const { config, json } = settingsOf(command);
      const state = await openState(config.data, { write: false });
      try {
        const alerts = await listAlerts(state.db);
        if (json) process.stdout.write(alerts.map((alert) => jsonLine(alertJson(alert))).join(''));
        else printTable(alerts, Number(limit) || alerts.length);
      } finally {
        await state.close();
      }
    });
}

function printTable(alerts: readonly Alert[], limit: number): void {
  process.stdout.write(toTable(alerts.slice(0, limit)));
  if (alerts.length > limit) process.stderr.write(`${alerts.length - limit} more; --limit 0 shows all.\n`);
}

function toTable(alerts: readonly Alert[]): string {
  if (alerts.length === 0) return 'No alerts.\n';
  return formatTable(
    [
      { title: 'LEVEL' },
      { title: 'ALERT' },
      { title: 'RULE', max: 52 },
      { title: 'WHO', max: 60 },
      { title: 'FIRST' },
      { title: 'LAST' },
      { title: 'EVENTS', right: true },
    ],
    alerts.map(({ id, level, rule, entity, first, last, count }) => [
      level,
      id,
      rule.title,
      entity.value,
      formatTime(first).slice(0, 19),
      formatTime(last).slice(0, 19),
      count,
    ]),
  );
}
