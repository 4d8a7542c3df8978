import type { SqliteDatabase } from 'kysely';
import { databaseError } from './database-error.ts';

type Connection = SqliteDatabase & { readonly inTransaction: boolean };
type Statement = ReturnType<SqliteDatabase['prepare']>;

/** The same database, whose statements fail with the errors people see. `file` is named in them. */
export function tellingErrors(connection: Connection, file: string): SqliteDatabase {
  const tell = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw databaseError(file, error);
    }
  };
  const told = (statement: Statement): Statement => ({
    reader: statement.reader,
    all: (values) => tell(() => statement.all(values)),
    run: (values) => tell(() => statement.run(values)),
    iterate: (values) => tell(() => statement.iterate(values)),
  });
  return {
    close: () => connection.close(),
    prepare(sql) {
      const statement = told(tell(() => connection.prepare(sql)));
      if (sql !== 'rollback') return statement;
      // A full disk ends the transaction by itself; a second end would fail, and hide why.
      const run: Statement['run'] = (values) =>
        connection.inTransaction ? statement.run(values) : { changes: 0, lastInsertRowid: 0 };
      return { ...statement, run };
    },
  };
}
