import type { Command } from 'commander';
import { startServer } from '../../api/server.ts';
import type { Config } from '../../config/schema.ts';
import { KushiError } from '../../core/error/error.ts';
import { settingsOf } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

interface ServeFlags {
  readonly host?: string;
  readonly port?: string;
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the server: it loads what is new in the sources, detects, alerts, and answers on HTTP')
    .option('--host <address>', 'address to listen on (default: server.host, 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default: server.port, 5780)')
    .action(async (flags: ServeFlags, command: Command) => {
      const { config } = settingsOf(command);
      const signal = stopSignal();
      const server = await startServer(withFlags(config, flags));
      if (server.setUpLine !== null) process.stdout.write(`${server.setUpLine}\n`);
      process.stdout.write(`listening on ${server.url}\n`);
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      try {
        await Promise.race([stopped, server.died]);
      } finally {
        await server.close();
      }
    });
}

function withFlags(config: Config, { host, port }: ServeFlags): Config {
  const wanted = Number(port ?? config.server.port);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535)
    throw new KushiError('USAGE', `--port takes a number from 0 to 65535, not ${port}.`);
  return { ...config, server: { ...config.server, port: wanted, host: host ?? config.server.host } };
}
