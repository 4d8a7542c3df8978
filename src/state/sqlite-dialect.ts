import { CompiledQuery, type Dialect, type Driver, SqliteAdapter, type SqliteDatabase, SqliteDialect } from 'kysely';

/** SQLite can undo what it did to its schema; Kysely leaves that unused, for the sake of one pragma. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** `write`: transactions take the writer's place at once, since one that has read cannot wait for it any more. */
export interface SqliteDialectOptions {
  readonly write?: boolean;
  /** Changes how the driver works, such as `patient`. */
  readonly around?: (driver: Driver) => Driver;
}

/** SQLite for Kysely, where a migration is one transaction: one that is cut off leaves nothing half made. */
export function sqliteDialect(database: SqliteDatabase, options: SqliteDialectOptions = {}): Dialect {
  const { write = false, around = (driver) => driver } = options;
  const sqlite = new SqliteDialect({ database });
  return {
    createDriver: () => around(write ? immediate(sqlite.createDriver()) : sqlite.createDriver()),
    createQueryCompiler: () => sqlite.createQueryCompiler(),
    createIntrospector: (db) => sqlite.createIntrospector(db),
    createAdapter: () => new TransactionalAdapter(),
  };
}

function immediate(driver: Driver): Driver {
  driver.beginTransaction = async (connection) => {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  };
  return driver;
}
