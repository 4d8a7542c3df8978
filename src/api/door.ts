import { randomBytes } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { KushiError } from '../core/error/error.ts';
import { createApp } from './app.ts';
import { portHolder } from './port-holder.ts';
import { writeServerFile } from './server-file.ts';
import type { Service } from './service.ts';
import { type Listening, listenWhereSetUp } from './sign-in/listen-where-set-up.ts';
import type { Setup } from './sign-in/setup.ts';

export interface Door {
  readonly app: FastifyInstance;
  /** Listens, and leaves in the data folder what lets its owner's command line in. */
  readonly open: () => Promise<string>;
}

/** The HTTP application of a service, and how to open it. */
export async function createDoor(service: Service, log: FastifyBaseLogger, setup: Setup): Promise<Door> {
  const { data, server } = service.config;
  const localToken = randomBytes(32).toString('base64url');
  const app = await createApp({ service, log, setup, localToken });
  const tellCommands = (url: string) => writeServerFile(data, { url, token: localToken });
  const open = async () => {
    const url = await listen(app, setup, { ...server, onMove: tellCommands });
    tellCommands(url);
    return url;
  };
  return { app, open };
}

async function listen(app: FastifyInstance, setup: Setup, where: Listening): Promise<string> {
  try {
    return await listenWhereSetUp(app, setup, where);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const holder = portHolder(where.port) ?? 'Another process';
    throw new KushiError(
      'PORT_IN_USE',
      `${holder} listens on port ${where.port}. End it, or give another with --port.`,
    );
  }
}
