import type { Command } from 'commander';
import { KushiError } from '../../core/error/error.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { didYouMean } from '../../core/mapping/nearest.ts';
import { clock } from '../../pipeline/clock.ts';
import type { Content } from '../../pipeline/content.ts';
import { loadLocations } from '../../pipeline/load-locations.ts';
import { openData } from '../../pipeline/open-data.ts';
import { openLocations } from '../../pipeline/open-locations.ts';
import { fileEtags } from '../../state/file-etags.ts';
import { loadProgress } from '../output/progress.ts';
import { formatRefused } from '../output/refused.ts';
import { formatTotals, totalsJson } from '../output/totals.ts';
import { settingsOf } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface LoadFlags {
  readonly type?: string;
  readonly reload?: boolean;
}

export function addLoad(program: Command): void {
  program
    .command('load')
    .description('load objects into the data folder: what is new becomes events, what is known is left alone')
    .argument(
      '[source...]',
      'paths, s3://bucket/prefix, - for stdin, or names of kushi.yml; all configured ones when absent',
    )
    .option('--type <id>', 'log type of everything offered; otherwise found by key and content')
    .option('--reload', 'read known objects anew, with the mappings of now; their rows switch in one step')
    .action(async (names: string[], flags: LoadFlags, command: Command) => {
      const { config, json } = settingsOf(command);
      const started = clock();
      const data = await openData(config, { write: true });
      try {
        const etags = fileEtags(data.db);
        const locations = await openLocations(names, config, { type: flags.type, files: etags });
        for (const { type } of locations) requireLogType(type, data.content);
        const progress = loadProgress(process.stderr, Date.now);
        const signal = stopSignal();
        const totals = await loadLocations(locations, {
          config,
          data,
          reload: flags.reload === true,
          signal,
          onProgress: progress.show,
        });
        await etags.flush();
        progress.end();
        const seconds = Number(clock() - started) / 1e9;
        process.stderr.write(formatTotals(totals, seconds) + (await formatRefused(data.db, totals.objects.refused)));
        if (json) process.stdout.write(jsonLine(totalsJson(totals, seconds)));
        process.exitCode = signal.aborted ? 130 : totals.objects.refused > 0 ? 3 : 0;
      } finally {
        await data.close();
      }
    });
}

function requireLogType(type: string | null, { logTypes }: Content): void {
  if (type !== null && !logTypes.has(type))
    throw new KushiError('USAGE', `There is no log type ${type}.${didYouMean(type, logTypes.keys())}`);
}
