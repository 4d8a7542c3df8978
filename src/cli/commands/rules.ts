import { resolve } from 'node:path';
import type { Command } from 'commander';
import { jsonLine } from '../../core/json/json-line.ts';
import { loadContent } from '../../pipeline/content.ts';
import { packageRoot } from '../../pipeline/package-root.ts';
import { formatTable } from '../output/table.ts';
import { repeated } from '../repeated-option.ts';
import { settingsOf } from '../settings.ts';

export function addRules(program: Command): void {
  const rules = program.command('rules').description('detection rules');
  rules
    .command('list')
    .description('every rule document: loaded, refused, or unable to fire, and why')
    .option('--rules <folder>', 'rules to list instead of the shipped ones; may be repeated', repeated)
    .action((flags: { rules?: readonly string[] }, command: Command) => {
      const { config, json } = settingsOf(command);
      const onlyRules = flags.rules?.map((folder) => resolve(folder));
      const { listing } = loadContent({
        config,
        root: packageRoot(),
        ...(onlyRules === undefined ? {} : { onlyRules }),
      }).rules;
      const isFiltered = listing.some(({ filters }) => filters.length > 0);
      if (json) process.stdout.write(listing.map(jsonLine).join(''));
      else
        process.stdout.write(
          formatTable(
            [
              { title: 'STATUS' },
              { title: 'LEVEL' },
              { title: 'TITLE', max: 70 },
              { title: 'WHERE', max: 80 },
              { title: 'WHY', max: 100 },
              ...(isFiltered ? [{ title: 'FILTERED BY', max: 60 }] : []),
            ],
            listing.map(({ status, level, title, path, line, reason, filters }) => [
              status,
              level,
              title,
              `${path}:${line}`,
              reason?.message ?? null,
              ...(isFiltered ? [filters.map(({ path, line }) => `${path}:${line}`).join(', ')] : []),
            ]),
          ),
        );
      const refused = listing.filter(({ status }) => status === 'refused').length;
      const unable = listing.filter(({ status }) => status === 'cannot_fire').length;
      process.stderr.write(`${listing.length} rules, ${refused} refused, ${unable} that cannot fire\n`);
    });
}
