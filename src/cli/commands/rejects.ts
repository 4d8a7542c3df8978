import type { Command } from 'commander';
import { harmless } from '../../core/harmless/harmless.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { openData } from '../../pipeline/open-data.ts';
import { type RejectCause, rejectCauses } from '../../questions/reject-causes.ts';
import { formatTable } from '../output/table.ts';
import { terminalWidth } from '../output/terminal-width.ts';
import { settingsOf } from '../settings.ts';
import { showLoad } from './load.ts';

export function addRejects(program: Command): void {
  const rejects = program.command('rejects').description('records that did not become events');
  rejects
    .command('list', { isDefault: true })
    .description('a line a cause, with an example')
    .action(async (_flags, command: Command) => {
      const { config, json } = settingsOf(command);
      const data = await openData(config, { write: false });
      try {
        const causes = await rejectCauses(data);
        process.stdout.write(json ? causes.map(jsonLine).join('') : toTable(causes));
        if (!json && causes.length > 0)
          process.stderr.write('\nWhen the mapping is mended, kushi rejects replay reads their objects anew.\n');
      } finally {
        await data.close();
      }
    });
  rejects
    .command('replay')
    .description('read the objects with rejects anew, with the mappings of now')
    .action(async (_flags, command: Command) => showLoad({ kind: 'replay' }, command));
}

function toTable(causes: readonly RejectCause[]): string {
  if (causes.length === 0) return 'No rejects.\n';
  const table = formatTable(
    [
      { title: 'CODE' },
      { title: 'LOG TYPE' },
      { title: 'COUNT', right: true },
      { title: 'READ FROM (UTC)' },
      { title: 'TO' },
    ],
    causes.map(({ code, logType, count, first, last }) => [
      code,
      logType || null,
      count,
      ...[first, last].map((time) => time.slice(0, 19).replace('T', ' ')),
    ]),
  );
  return [table, ...causes.map(exampleText)].join('\n');
}

/** Place and bytes of one record, below the reason. */
function exampleText({ code, logType, example }: RejectCause): string {
  if (example === null) return '';
  const { object, offset, message, raw, rawBase64 } = example;
  const place = `${harmless(object)}, byte ${offset.toLocaleString('en-US')}`;
  const record = raw ?? `Base64 ${rawBase64}`;
  return `${[code, logType].filter(Boolean).join(' of ')}: ${harmless(message)}\n  ${place}\n  ${harmless(record, { most: terminalWidth() - 2 })}\n`;
}
