import Database from 'libsql';
import { expect, test } from 'vitest';
import { KushiError } from '../core/error/error.ts';
import { databaseError } from './database-error.ts';
import { tellingErrors } from './telling-errors.ts';

test.each([
  ['SQLITE_FULL', 'STORAGE_FULL'],
  ['SQLITE_CORRUPT_INDEX', 'STORAGE_CORRUPT'],
  ['SQLITE_NOTADB', 'STORAGE_CORRUPT'],
  ['SQLITE_IOERR_WRITE', 'STORAGE_CORRUPT'],
  ['SQLITE_CANTOPEN', 'DATA_FOLDER_INVALID'],
])('%s is told as %s', (code, told) => {
  const error = databaseError('state.db', Object.assign(new Error('no'), { code }));
  expect(error).toBeInstanceOf(KushiError);
  expect(error).toMatchObject({ code: told, message: expect.stringContaining('state.db') });
});

test('other errors stay what they are', () => {
  const error = Object.assign(new Error('no'), { code: 'SQLITE_BUSY' });
  expect(databaseError('state.db', error)).toBe(error);
});

test('a database without room tells so, and the rollback behind it does not hide that', () => {
  const connection = new Database(':memory:');
  connection.exec('create table a (b); pragma max_page_count = 2');
  const database = tellingErrors(connection, 'state.db');
  database.prepare('begin').run([]);
  expect(() => database.prepare('insert into a values (zeroblob(100000))').run([])).toThrow(/No room left.*state\.db/);
  database.prepare('rollback').run([]);
  expect(() => database.prepare('rollback').run([])).not.toThrow();
  database.close();
});
