import type { DatabaseConnection, Driver } from 'kysely';

/** How long another connection's transaction is waited for, in all and between two tries. */
const mostWaitMs = 30_000;
const pauseMs = 4;

/**
 * The same driver, which waits for another connection's transaction without holding up its thread: SQLite itself would
 * sleep, and a server with it. Nothing of a statement that finds the database busy is done, so it can be tried again.
 */
export function patient(driver: Driver): Driver {
  const connections = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async () => {
    const connection = await acquire();
    const known = connections.get(connection);
    if (known !== undefined) return known;
    const waiting: DatabaseConnection = {
      executeQuery: (query) => patiently(async () => connection.executeQuery(query)),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    };
    connections.set(connection, waiting);
    return waiting;
  };
  return driver;
}

async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += pauseMs)
    try {
      return await run();
    } catch (error) {
      if (!isBusy(error) || waited >= mostWaitMs) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, pauseMs);
      });
    }
}

/** https://www.sqlite.org/rescode.html#busy */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
