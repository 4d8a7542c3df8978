import { describe, expect, test } from 'vitest';
import { addSession, sessionsOf } from './sessions.ts';
import { stateForEach } from './testing/state-for-each.ts';
import {
  addFirstAdmin,
  addUser,
  changeUser,
  listUsers,
  setPassword,
  type User,
  type UserRole,
  userByName,
  userOf,
} from './users.ts';

const state = stateForEach();

const add = async (name: string, role: UserRole = 'analyst'): Promise<User> =>
  addUser(state().db, { name, role, password: 'hash', mustChange: false, now: 5n });

const signIn = async ({ id }: User): Promise<string | null> =>
  addSession(state().db, { hash: `of ${id}`, user: id, password: 'hash', address: '', agent: '', now: 5n });

describe('names', () => {
  test.each([
    ['Mori', 'mori'],
    ['Mori', ' MORI '],
    ['Mori', 'ＭＯＲＩ'],
    ['佐藤', '佐藤'],
    ['\u00e9', 'e\u0301'],
    ['m.o_r-i@example.com', 'M.O_R-I@EXAMPLE.COM'],
  ])('%s is found as %s, and nobody else is called so', async (name, other) => {
    const user = await add(name);
    expect((await userByName(state().db, other))?.id).toBe(user.id);
    await expect(add(other)).rejects.toMatchObject({ code: 'USER_NAME_TAKEN' });
  });

  test.each(['', ' ', '-a', 'a\u202eb', 'a\u200bb', 'a\nb', 'a\u001b[31m', 'a<b>', 'x'.repeat(65)])(
    '%j is no name',
    async (name) => {
      await expect(add(name)).rejects.toMatchObject({ code: 'USER_NAME_INVALID' });
      expect(await userByName(state().db, name)).toBeUndefined();
    },
  );

  test('another name is one that nobody else has; a user may write their own otherwise', async () => {
    const [mori] = [await add('mori'), await add('sato')];
    await expect(changeUser(state().db, mori.id, { name: 'SATO' }, 9n)).rejects.toMatchObject({
      code: 'USER_NAME_TAKEN',
    });
    expect(await changeUser(state().db, mori.id, { name: 'Mori' }, 9n)).toMatchObject({ name: 'Mori' });
    expect((await listUsers(state().db)).map(({ name }) => name)).toEqual(['Mori', 'sato']);
  });
});

describe('the last administrator', () => {
  test.each([{ role: 'analyst' as const }, { disabled: true }, { role: 'viewer' as const, disabled: true }])(
    'stays: %j',
    async (change) => {
      const admin = await add('mori', 'admin');
      const gone = await add('tanaka', 'admin');
      await changeUser(state().db, gone.id, { disabled: true }, 9n);
      await expect(changeUser(state().db, admin.id, change, 9n)).rejects.toMatchObject({ code: 'LAST_ADMIN' });
      expect(await userOf(state().db, admin.id)).toMatchObject({ role: 'admin', disabled: false });
    },
  );

  test('of two that take the right from each other at once, one stays', async () => {
    const two = [await add('mori', 'admin'), await add('sato', 'admin')];
    const ends = await Promise.allSettled(
      two.map(async ({ id }) => changeUser(state().db, id, { role: 'viewer' }, 9n)),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listUsers(state().db)).map(({ role }) => role).sort()).toEqual(['admin', 'viewer']);
  });

  test('there is one first, however many try at once', async () => {
    const tries = ['a1', 'b1', 'c1'].map(async (name) => addFirstAdmin(state().db, { name, password: 'x', now: 5n }));
    const ends = await Promise.allSettled(tries);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await listUsers(state().db)).toHaveLength(1);
  });
});

describe('sessions end', () => {
  test.each<[object, number]>([
    [{ role: 'viewer' }, 0],
    [{ role: 'admin' }, 0],
    [{ disabled: true }, 0],
    [{ name: 'other' }, 1],
    [{ role: 'analyst' }, 1],
    [{}, 1],
  ])('with %j there are %i left', async (change, left) => {
    const user = await add('mori');
    const other = await add('sato');
    await signIn(user);
    await signIn(other);
    await changeUser(state().db, user.id, change, 9n);
    expect(await sessionsOf(state().db, user.id)).toHaveLength(left);
    expect(await sessionsOf(state().db, other.id)).toHaveLength(1);
  });

  test('with another password, and the old one opens none', async () => {
    const user = await add('mori');
    await signIn(user);
    await setPassword(state().db, user.id, { password: 'another', mustChange: true });
    expect(await sessionsOf(state().db, user.id)).toEqual([]);
    expect(await signIn(user)).toBeNull();
    expect(await userOf(state().db, user.id)).toMatchObject({ mustChange: true });
  });

  test('and none begins for one who is disabled', async () => {
    const user = await add('mori');
    await changeUser(state().db, user.id, { disabled: true }, 9n);
    expect(await signIn(user)).toBeNull();
    await changeUser(state().db, user.id, { disabled: false }, 9n);
    expect(await signIn(user)).not.toBeNull();
  });
});

test('nobody is changed who is not there', async () => {
  const missing = { code: 'USER_UNKNOWN' };
  await expect(changeUser(state().db, 'x', { role: 'admin' }, 9n)).rejects.toMatchObject(missing);
  await expect(setPassword(state().db, 'x', { password: '', mustChange: false })).rejects.toMatchObject(missing);
});
