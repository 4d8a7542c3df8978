import { resolve } from 'node:path';
import type { Command } from 'commander';
import { KushiError } from '../../core/error/error.ts';
import { harmless } from '../../core/harmless/harmless.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { loadContent } from '../../pipeline/content.ts';
import type { Sealed } from '../../pipeline/lane.ts';
import { warn } from '../../pipeline/open-data.ts';
import { packageRoot } from '../../pipeline/package-root.ts';
import { type Match, severity } from '../../state/alerts.ts';
import { readLocations } from '../read-locations.ts';
import { repeated } from '../repeated-option.ts';
import { settingsOf } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface DetectFlags {
  readonly rules?: readonly string[];
  readonly type?: string;
  readonly failOn?: string;
}

export function addDetect(program: Command): void {
  program
    .command('detect')
    .description('print what rules match in files or buckets, as the records stream past; stores nothing')
    .argument('<path...>', 'paths, s3://bucket/prefix, or - for stdin')
    .option('--rules <folder>', 'rules to use instead of the shipped ones; may be repeated', repeated)
    .option('--type <id>', 'log type of everything read; otherwise found by key and content')
    .option('--fail-on <level>', 'exit with 4 when a match is of this level or higher')
    .action(async (paths: string[], flags: DetectFlags, command: Command) => {
      const { config, json } = settingsOf(command);
      const threshold = levelOf(flags.failOn);
      const onlyRules = flags.rules?.map((folder) => resolve(folder));
      const content = loadContent({ config, root: packageRoot(), ...(onlyRules === undefined ? {} : { onlyRules }) });
      warn(content);
      let worst = -1;
      let count = 0;
      const take = async (sealed: Sealed) => {
        for (const match of inOrder(sealed)) {
          worst = Math.max(worst, severity(match.rule.level));
          count++;
          process.stdout.write(json ? jsonLine(toJson(match, sealed)) : textLine(match));
        }
      };
      const refused = await readLocations(paths, { config, content, type: flags.type, signal: stopSignal(), take });
      process.stderr.write(`${count} matches of ${content.rules.rules.length} rules\n`);
      process.exitCode = threshold !== null && worst >= threshold ? 4 : refused > 0 ? 3 : 0;
    });
}

function levelOf(level: string | undefined): number | null {
  if (level === undefined) return null;
  if (severity(level) < 0)
    throw new KushiError('USAGE', `--fail-on takes informational, low, medium, high or critical, not ${level}.`);
  return severity(level);
}

function inOrder({ matches }: Sealed): readonly Match[] {
  return [...matches].sort((a, b) => (a.object === b.object ? a.offset - b.offset : 0));
}

function toJson({ rule, event, dataset, time, object, offset }: Match, { batch }: Sealed): unknown {
  const name = batch.objects.find(({ id }) => id === object)?.name ?? object;
  return { rule, event: { id: event, dataset }, '@timestamp': formatTime(time), object: name, offset };
}

function textLine({ rule, time, entity, dataset }: Match): string {
  const parts = [formatTime(time), rule.level.padEnd(8), dataset.padEnd(14), rule.title, entity.value];
  return `${parts.map((part) => harmless(part)).join('  ')}\n`;
}
