import type { Command } from 'commander';
import { formatProblem } from '../../core/error/error.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { loadContent } from '../../pipeline/content.ts';
import { packageRoot } from '../../pipeline/package-root.ts';
import { formatTable } from '../output/table.ts';
import { settingsOf } from '../settings.ts';

export function addLogtypes(program: Command): void {
  const logtypes = program.command('logtypes').description('kinds of logs that are understood');
  logtypes
    .command('list', { isDefault: true })
    .description('every log type, and what is wrong with those that were not loaded')
    .action((_flags, command: Command) => {
      const { config, json } = settingsOf(command);
      const { logTypes, problems } = loadContent({ config, root: packageRoot() });
      const rows = [...logTypes.values()].map(({ definition, mapping, mappingVersion }) => ({
        id: definition.id,
        title: definition.title,
        version: mappingVersion,
        fields: mapping.targets.length,
        entities: [...definition.entities.keys()],
      }));
      if (json) process.stdout.write(rows.map(jsonLine).join(''));
      else
        process.stdout.write(
          formatTable(
            [{ title: 'ID' }, { title: 'TITLE', max: 70 }, { title: 'VERSION' }, { title: 'FIELDS', right: true }],
            rows.map(({ id, title, version, fields }) => [id, title, version, fields]),
          ),
        );
      for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
      if (problems.some(({ severity }) => severity === 'error')) process.exitCode = 2;
    });
}
