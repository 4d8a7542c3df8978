import type { Config } from '../config/schema.ts';
import { createDoor } from './door.ts';
import { createLog } from './log.ts';
import { removeServerFile } from './server-file.ts';
import { firstRunSetup } from './sign-in/setup.ts';
import { startWorks } from './works.ts';

export interface RunningServer {
  readonly url: string;
  /** For the terminal, and nowhere else: how to make the first administrator; null when there is one. */
  readonly setUpLine: string | null;
  /** Settles when questions can be answered. */
  readonly ready: Promise<void>;
  /** Rejects when the server cannot go on. */
  readonly died: Promise<never>;
  /** Ends after the current batch: what was committed stays, what was not is read again. */
  close(): Promise<void>;
}

/**
 * Serves a data folder. This thread does HTTP and small reads and writes of the state; one thread loads, others answer
 * questions. Fails with DATA_FOLDER_IN_USE or PORT_IN_USE.
 */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = createLog(config.server.log_level);
  const { service, ready, died, stop, end } = await startWorks(config, log);
  const setup = await firstRunSetup(service.db);
  const { app, open } = await createDoor(service, log, setup);
  const close = async () => {
    stop();
    removeServerFile(config.data);
    await app.close();
    await end();
  };
  try {
    const url = await open();
    return { url, setUpLine: setup.announce(url), ready, died, close };
  } catch (error) {
    await close();
    throw error;
  }
}
