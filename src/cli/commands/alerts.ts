import type { Command } from 'commander';
import { KushiError } from '../../core/error/error.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { alertJson } from '../../state/alert-json.ts';
import { type Alert, listAlerts } from '../../state/alerts.ts';
import { openState } from '../../state/open-state.ts';
import { identityOfShape, shortName } from '../../timeline/identity.ts';
import { clockTime } from '../output/actor/clock-time.ts';
import { formatTable } from '../output/table.ts';
import { settingsOf } from '../settings.ts';
import { addAlertsShow } from './alerts-show.ts';

export function addAlerts(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('alerts, worst first: matches of a rule by entity over 24 hours')
    .option('--limit <n>', 'most alerts shown in the table; 0 for all', '25')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      const { config, json } = settingsOf(command);
      const most = Number(limit);
      if (!Number.isInteger(most) || most < 0)
        throw new KushiError('USAGE', `--limit takes a whole number, not ${limit}.`);
      const state = await openState(config.data, { write: false });
      try {
        const alerts = await listAlerts(state.db);
        if (json) process.stdout.write(alerts.map((alert) => jsonLine(alertJson(alert))).join(''));
        else printTable(alerts, most || alerts.length);
      } finally {
        await state.close();
      }
    });
  addAlertsShow(alerts);
}

function printTable(alerts: readonly Alert[], limit: number): void {
  process.stdout.write(toTable(alerts.slice(0, limit)));
  if (alerts.length > limit) process.stderr.write(`${alerts.length - limit} more; --limit 0 shows all.\n`);
  if (alerts.length > 0)
    process.stderr.write(
      'kushi alerts show <number> tells all about one; kushi actor <number> what its actor did before and after.\n',
    );
}

function toTable(alerts: readonly Alert[]): string {
  if (alerts.length === 0) return 'No alerts.\n';
  return formatTable(
    [
      { title: 'LEVEL' },
      { title: 'NUMBER' },
      { title: 'ALERT' },
      { title: 'RULE', max: 52 },
      { title: 'WHO', max: 60, cut: 'middle' },
      { title: 'FIRST (UTC)' },
      { title: 'LAST' },
      { title: 'EVENTS', right: true },
    ],
    alerts.map(({ number, id, level, rule, entity, first, last, count }) => [
      level,
      number,
      id,
      rule.title,
      whoText(entity.value),
      clockTime(first).slice(0, 16),
      lastText(first, last),
      count,
    ]),
  );
}

/** An ARN by its name; what is none as it is. */
function whoText(value: string): string {
  const identity = value.startsWith('arn:') ? identityOfShape(value) : null;
  if (identity === null) return value;
  return identity.account === null ? shortName(identity) : `${shortName(identity)} in ${identity.account}`;
}

/** Only the minute when it is of the same day. */
function lastText(first: bigint, last: bigint): string {
  const [from, to] = [clockTime(first), clockTime(last)];
  return from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 16) : to.slice(5, 16);
}
