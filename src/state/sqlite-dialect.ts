import { type Dialect, SqliteAdapter, type SqliteDatabase, SqliteDialect } from 'kysely';

/** SQLite can undo what it did to its schema; Kysely leaves that unused, for the sake of one pragma. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** SQLite for Kysely, where a migration is one transaction: one that is cut off leaves nothing half made. */
export function sqliteDialect(database: SqliteDatabase): Dialect {
  const sqlite = new SqliteDialect({ database });
  return {
    createDriver: () => sqlite.createDriver(),
    createQueryCompiler: () => sqlite.createQueryCompiler(),
    createIntrospector: (db) => sqlite.createIntrospector(db),
    createAdapter: () => new TransactionalAdapter(),
  };
}
