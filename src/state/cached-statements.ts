import type { SqliteDatabase } from 'kysely';

/** Statements kept; the program has some fifty, the others differ in how many rows they bind. */
const mostKept = 200;

type Statement = ReturnType<SqliteDatabase['prepare']>;

/**
 * The same database, which prepares each SQL text once: preparing costs as much as running a small statement. The
 * oldest statements are forgotten when they become many.
 */
export function cachedStatements(database: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, Statement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = database.prepare(sql);
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
      kept.set(sql, statement);
      return statement;
    },
  };
}
