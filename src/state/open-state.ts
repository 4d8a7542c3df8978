import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import Database from 'libsql';
import { KushiError } from '../core/error/error.ts';
import { cachedStatements } from './cached-statements.ts';
import { databaseError } from './database-error.ts';
import * as first from './migrations/0001-first.ts';
import * as second from './migrations/0002-invalid-fields-by-object.ts';
import * as third from './migrations/0003-work-on-alerts.ts';
import * as fourth from './migrations/0004-sign-in.ts';
import * as fifth from './migrations/0005-outbox.ts';
import * as sixth from './migrations/0006-objects-by-time.ts';
import { patient } from './patient.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';
import { tellingErrors } from './telling-errors.ts';

export type StateDb = Kysely<Tables>;

export interface State {
  readonly db: StateDb;
  close(): Promise<void>;
}

const migrations = {
  '0001-first': first,
  '0002-invalid-fields-by-object': second,
  '0003-work-on-alerts': third,
  '0004-sign-in': fourth,
  '0005-outbox': fifth,
  '0006-objects-by-time': sixth,
};

/** Milliseconds a statement waits for another connection's transaction. */
const busyTimeoutMs = 30_000;

export interface OpenStateOptions {
  readonly write: boolean;
  /** Another thread of this process has the writer's lock, and writes beside this one. */
  readonly held?: boolean;
  /** Waits for other writers without holding up the thread. */
  readonly patient?: boolean;
}

/**
 * Opens the state of a data folder. `write` takes the folder's writer lock, which the operating system frees when the
 * process dies, so a `kill -9` leaves nothing to clean up. Readers need no lock and see the last commit; an older
 * folder is brought up to date under the lock first. Fails with DATA_FOLDER_IN_USE when another process writes,
 * DATA_FORMAT_NEWER when a newer Kushi made the folder.
 */
export async function openState(folder: string, options: OpenStateOptions): Promise<State> {
  const { write, held = false, patient: isPatient = false } = options;
  const file = join(folder, 'state.db');
  if (write) makeFolder(folder);
  else if (!existsSync(file)) throw nothingLoaded(folder);
  const unlock = write && !held ? lock(folder) : () => {};
  const database = cachedStatements(tellingErrors(connect(file, isPatient ? 0 : busyTimeoutMs), file));
  const dialect = sqliteDialect(database, { write, ...(isPatient ? { around: patient } : {}) });
  const db: StateDb = new Kysely<Tables>({ dialect });
  const close = async () => {
    await db.destroy();
    unlock();
  };
  try {
    if (write && !held) await migrate(db);
    else await bringUpToDate(db, folder);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, close };
}

function connect(file: string, timeoutMs: number): Database.Database {
  try {
    const connection = new Database(file);
    connection.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = ${timeoutMs}`);
    chmodSync(file, 0o600);
    return connection;
  } catch (error) {
    throw databaseError(file, error);
  }
}

function makeFolder(folder: string): void {
  try {
    const topmost = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (topmost !== undefined) syncMade(folder, topmost);
  } catch (cause) {
    throw new KushiError('DATA_FOLDER_INVALID', `The data folder ${folder} cannot be made. Give another with --data.`, {
      cause,
    });
  }
}

/** SQLite syncs the folder its files stand in; that folder survives a power cut when those above it are synced too. */
function syncMade(folder: string, topmost: string): void {
  for (let made = resolve(folder); made.length >= topmost.length; made = dirname(made)) {
    const above = openSync(dirname(made), 'r');
    fsyncSync(above);
    closeSync(above);
  }
}

function nothingLoaded(folder: string): KushiError {
  return new KushiError(
    'DATA_FOLDER_INVALID',
    `There is no Kushi data in ${folder}. Load something first: kushi load <path>.`,
  );
}

/** The writer's lock is an open exclusive transaction on a database of its own: no pid file that could go stale. */
function lock(folder: string): () => void {
  const file = join(folder, 'lock.db');
  const connection = new Database(file);
  try {
    connection.exec('begin exclusive');
  } catch (cause) {
    connection.close();
    const told = databaseError(file, cause);
    if (told !== cause) throw told;
    throw new KushiError(
      'DATA_FOLDER_IN_USE',
      `Another process is writing to ${folder}. Wait until it ends, or give another folder with --data.`,
      { cause },
    );
  }
  chmodSync(file, 0o600);
  return () => connection.close();
}

/** A reader of an older folder becomes its writer for as long as that takes: nobody has to write to be able to read. */
async function bringUpToDate(db: StateDb, folder: string): Promise<void> {
  const known = await migratorOf(db).getMigrations();
  if (known.every(({ executedAt }) => executedAt !== undefined)) return;
  const unlock = lock(folder);
  try {
    await migrate(db);
  } finally {
    unlock();
  }
}

function migratorOf(db: StateDb): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

async function migrate(db: StateDb): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /corrupted migrations/.test(error.message))
    throw new KushiError(
      'DATA_FORMAT_NEWER',
      'A newer Kushi made this data folder. Update Kushi, or give another folder with --data.',
      { cause: error },
    );
  throw error;
}
