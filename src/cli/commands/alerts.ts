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
    .action(async (_options, command: Command) => {
      const { config, json } = settingsOf(command);
      const state = await openState(config.data, { write: false });
      try {
        const alerts = await listAlerts(state.db);
        process.stdout.write(json ? alerts.map((alert) => jsonLine(alertJson(alert))).join('') : toTable(alerts));
      } finally {
        await state.close();
      }
    });
}

export function toTable(alerts: readonly Alert[]): string {
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
