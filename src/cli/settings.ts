import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';

/** Options every command has. */
export interface GlobalOptions {
  readonly data?: string;
  readonly config?: string;
  readonly json?: boolean;
}

export interface Settings {
  readonly config: Config;
  readonly json: boolean;
}

/** kushi.yml, the environment and `--data`, in rising order of weight. */
export function settingsOf(command: Command): Settings {
  const options = command.optsWithGlobals<GlobalOptions>();
  const cwd = process.cwd();
  const config = loadConfig({
    env: process.env,
    cwd,
    ...(options.config === undefined ? {} : { file: options.config }),
  });
  const data = options.data === undefined ? config.data : resolve(cwd, options.data);
  return { config: { ...config, data }, json: options.json === true };
}
