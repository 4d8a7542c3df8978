import { expect, test } from 'vitest';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { addUser, changeUser } from '../../state/users.ts';
import { firstRunSetup } from './setup.ts';

const state = stateForEach();
const url = 'http://127.0.0.1:5780';

test('the password is told once, and opens until it is over', async () => {
  const setup = await firstRunSetup(state().db);
  const line = setup.announce(url);
  expect(line).toMatch(
    /^Set up: http:\/\/127\.0\.0\.1:5780\/setup {2}one-time password: [0-9a-z]{5}(-[0-9a-z]{5}){4}$/,
  );
  expect(setup.announce(url)).toBeNull();
  const password = line?.split(': ').at(-1) ?? '';
  expect([setup.isDone(), setup.opens('x'), setup.opens(''), setup.opens(` ${password.toUpperCase()}`)]).toEqual([
    false,
    false,
    false,
    true,
  ]);
  setup.finish();
  await setup.whenDone;
  expect([setup.isDone(), setup.opens(password)]).toEqual([true, false]);
});

test('the password of one start is nothing at the next', async () => {
  const password = (await firstRunSetup(state().db)).announce(url)?.split(': ').at(-1) ?? '';
  expect((await firstRunSetup(state().db)).opens(password)).toBe(false);
});

test('with an administrator there is nothing to set up; with a viewer alone there is', async () => {
  const { db } = state();
  const viewer = { name: 'sato', role: 'viewer', password: 'x', mustChange: false, now: 0n } as const;
  const { id } = await addUser(db, viewer);
  expect((await firstRunSetup(db)).isDone()).toBe(false);
  await changeUser(db, id, { role: 'admin' }, 0n);
  const setup = await firstRunSetup(db);
  await setup.whenDone;
  expect([setup.isDone(), setup.announce(url), setup.opens('')]).toEqual([true, null, false]);
});
