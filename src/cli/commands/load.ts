import type { Command } from 'commander';
import { jsonLine } from '../../core/json/json-line.ts';
import { clock } from '../../pipeline/clock.ts';
import type { LoadRequest } from '../../pipeline/loader/messages.ts';
import { loadProgress } from '../output/progress.ts';
import { formatTotals, totalsJson } from '../output/totals.ts';
import { runLoad } from '../run-load.ts';
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
    .action(async (names: string[], { type, reload = false }: LoadFlags, command: Command) => {
      await showLoad({ kind: 'load', names, type: type ?? null, reload }, command);
    });
}

/** Loads, with progress on stderr and what became of it at the end. */
export async function showLoad(request: LoadRequest, command: Command): Promise<void> {
  const { config, json } = settingsOf(command);
  const started = clock();
  const progress = loadProgress(process.stderr, Date.now);
  const signal = stopSignal();
  const { totals, refused } = await runLoad(request, { config, signal, onProgress: progress.show });
  progress.end();
  const seconds = Number(clock() - started) / 1e9;
  process.stderr.write(formatTotals(totals, seconds) + refused);
  if (json) process.stdout.write(jsonLine(totalsJson(totals, seconds)));
  process.exitCode = signal.aborted ? 130 : totals.objects.refused > 0 ? 3 : 0;
}
