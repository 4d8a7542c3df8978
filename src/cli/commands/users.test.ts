import { rmSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildKushi, documents, temporaryFolder } from '../../../test/cli/built-kushi.ts';
import { createHasher } from '../../api/sign-in/hasher.ts';
import { auditPage } from '../../state/audit.ts';
import { openState } from '../../state/open-state.ts';
import { userByName } from '../../state/users.ts';

let kushi: Awaited<ReturnType<typeof buildKushi>>;
let folder: string;
beforeAll(async () => {
  kushi = await buildKushi();
}, 120_000);
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const users = (...args: string[]) => kushi(['--data', folder, 'users', ...args]);
const passwordOf = (stdout: string): string => stdout.trim().split(': ').at(-1) ?? '';

test('a user is added, listed and given another password, which is noted without it', async () => {
  expect(users('list').stderr + users('list').stdout).toMatch(/kushi (load|serve)/);
  const added = users('add', 'Mori', '--role', 'admin');
  expect(added.stdout).toMatch(/^Mori \(admin\) {2}one-time password: [0-9a-z]{5}(-[0-9a-z]{5}){4}\n$/);
  expect(documents(kushi(['--data', folder, '--json', 'users', 'list']).stdout)).toMatchObject([
    { name: 'Mori', role: 'admin', disabled: false, mustChange: true },
  ]);
  expect(users().stdout).toMatch(/^NAME +ROLE .*\nMori +admin .* has to choose a password\n$/);
  const reset = users('reset', 'mori');
  const state = await openState(folder, { write: false });
  const { verify } = createHasher();
  const stored = (await userByName(state.db, 'mori'))?.password;
  const opens = [
    await verify(stored, passwordOf(added.stdout), false),
    await verify(stored, passwordOf(reset.stdout), false),
  ];
  const notes = await auditPage(state.db, { limit: 9 });
  await state.close();
  expect(opens).toEqual([false, true]);
  expect(notes).toMatchObject([
    { action: 'user-reset', how: 'command', who: null, detail: { name: 'Mori' } },
    { action: 'user-add', how: 'command', who: null, detail: { name: 'Mori', role: 'admin' } },
  ]);
  expect(JSON.stringify(notes, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(
    passwordOf(reset.stdout),
  );
});

test.each([
  [['reset', 'nobody'], 2, 'USER_UNKNOWN'],
  [['add', 'mori', '--role', 'root'], 2, 'USAGE'],
  [['add', 'a<b'], 2, 'USER_NAME_INVALID'],
])('%j ends with %i and says why', (args, status, code) => {
  const ended = users(...args);
  expect([ended.status, ended.stdout]).toEqual([status, '']);
  expect(ended.stderr).toContain(code);
});

test('while another writes it ends with 75', async () => {
  const state = await openState(folder, { write: true });
  const ended = users('add', 'mori');
  await state.close();
  expect(ended.status).toBe(75);
  expect(ended.stderr).toContain('DATA_FOLDER_IN_USE');
});
