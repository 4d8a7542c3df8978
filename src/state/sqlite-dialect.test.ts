import { Kysely, type Migration, Migrator } from 'kysely';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { sqliteDialect } from './sqlite-dialect.ts';

test('a migration that is cut off leaves nothing, and can be made again', async () => {
  const db = new Kysely<Record<string, never>>({ dialect: sqliteDialect(new Database(':memory:')) });
  let isCutOff = true;
  const migration: Migration = {
    async up({ schema }) {
      await schema.createTable('half').addColumn('id', 'integer').execute();
      if (isCutOff) throw new Error('cut off');
      await schema.createTable('whole').addColumn('id', 'integer').execute();
    },
  };
  const migrate = () =>
    new Migrator({ db, provider: { getMigrations: async () => ({ '0001': migration }) } }).migrateToLatest();
  const tables = async () => (await db.introspection.getTables()).map(({ name }) => name);

  expect((await migrate()).error).toMatchObject({ message: 'cut off' });
  expect(await tables()).toEqual([]);
  isCutOff = false;
  expect((await migrate()).error).toBeUndefined();
  expect(await tables()).toEqual(['half', 'whole']);
  await db.destroy();
});
