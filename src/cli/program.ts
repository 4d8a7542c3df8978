import { Command, type CommanderError } from 'commander';
import { KushiError } from '../core/error/error.ts';
import { version } from '../pipeline/version.ts';
import { addActor } from './commands/actor.ts';
import { addAlerts } from './commands/alerts.ts';
import { addDetect } from './commands/detect.ts';
import { addDoctor } from './commands/doctor.ts';
import { addLoad } from './commands/load.ts';
import { addLogtypes } from './commands/logtypes.ts';
import { addNormalize } from './commands/normalize.ts';
import { addRejects } from './commands/rejects.ts';
import { addRules } from './commands/rules.ts';
import { addSearch } from './commands/search.ts';
import { addServe } from './commands/serve.ts';
import { addStatus } from './commands/status.ts';
import { addUsers } from './commands/users.ts';

/** The `kushi` command: one file a verb under `commands/`. Throws KushiError USAGE for what cannot be understood. */
export function createProgram(): Command {
  const program = new Command('kushi')
    .description('Every log on one skewer: load, search, detect, and see what an actor did.')
    .version(version)
    .option('--data <folder>', 'data folder (default: KUSHI_DATA, kushi.yml, ./data)')
    .option('--config <file>', 'configuration file (default: ./kushi.yml)')
    .option('--json', 'one JSON document a line on stdout')
    .showHelpAfterError('(kushi <command> --help shows what a command takes)');
  for (const add of [
    addServe,
    addLoad,
    addNormalize,
    addDetect,
    addSearch,
    addAlerts,
    addActor,
    addStatus,
    addRejects,
    addRules,
    addLogtypes,
    addDoctor,
    addUsers,
  ])
    add(program);
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    throwing(command);
  return program;
}

/** Help and version end the process as usual; every other complaint becomes an error of ours, with exit code 2. */
function throwing(command: Command): void {
  command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) process.exit(0);
    throw new KushiError('USAGE', error.message.replace(/^error: /, ''));
  });
  command.configureOutput({ outputError: () => {} });
}
