import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { createHasher } from '../../api/sign-in/hasher.ts';
import { newPassword } from '../../api/sign-in/secrets.ts';
import { KushiError } from '../../core/error/error.ts';
import { jsonLine } from '../../core/json/json-line.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { clock } from '../../pipeline/clock.ts';
import { addAuditNote } from '../../state/audit.ts';
import { openState, type StateDb } from '../../state/open-state.ts';
import { addUser, listUsers, setPassword, type User, type UserRole, userByName, userOf } from '../../state/users.ts';
import { formatTable } from '../output/table.ts';
import { settingsOf } from '../settings.ts';

export function addUsers(program: Command): void {
  const users = program.command('users').description('who may use the server, for those who are locked out of it');
  users
    .command('list', { isDefault: true })
    .description('a line a user')
    .action(async (_flags, command: Command) => list(command));
  users
    .command('add <name>')
    .description('add a user, who gets a one-time password')
    .addOption(
      new Option('--role <role>', 'what they may do').choices(['viewer', 'analyst', 'admin']).default('analyst'),
    )
    .action(async (name: string, { role }: { role: UserRole }, command: Command) =>
      change(command, 'user-add', async (db, password) => {
        return addUser(db, { name, role, password, mustChange: true, now: clock() });
      }),
    );
  users
    .command('reset <name>')
    .description('give a user a one-time password in place of the one they forgot; they are signed out everywhere')
    .action(async (name: string, _flags, command: Command) =>
      change(command, 'user-reset', async (db, password) => {
        const found = await userByName(db, name);
        if (found === undefined) throw new KushiError('USER_UNKNOWN', `There is no user ${name}: kushi users list.`);
        await setPassword(db, found.id, { password, mustChange: true });
        const { password: _, ...user } = await userOf(db, found.id);
        return user;
      }),
    );
}

async function list(command: Command): Promise<void> {
  const { config, json } = settingsOf(command);
  const state = await openState(config.data, { write: false });
  try {
    const users = await listUsers(state.db);
    process.stdout.write(json ? users.map((user) => jsonLine(toJson(user))).join('') : toTable(users));
  } finally {
    await state.close();
  }
}

/** Does something to a user with a password made for it, notes it, and tells the password this once. */
async function change(
  command: Command,
  action: string,
  work: (db: StateDb, hash: string) => Promise<User>,
): Promise<void> {
  const { config, json } = settingsOf(command);
  const password = newPassword();
  const hash = await createHasher().hash(password);
  const state = await openState(config.data, { write: true });
  try {
    const user = await work(state.db, hash);
    await note(state.db, action, user);
    if (json) process.stdout.write(jsonLine({ user: toJson(user), password }));
    else process.stdout.write(`${user.name} (${user.role})  one-time password: ${password}\n`);
    if (user.disabled)
      process.stderr.write(`${user.name} is disabled, and cannot sign in until an admin changes that.\n`);
  } finally {
    await state.close();
  }
}

async function note(db: StateDb, action: string, { id, name, role }: User): Promise<void> {
  const detail = { name, role, account: userInfo().username };
  const by = { who: null, how: 'command', address: null } as const;
  await addAuditNote(db, { at: clock(), ...by, action, target: id, outcome: 'done', detail });
}

function toJson({ created, ...user }: User): object {
  return { ...user, created: formatTime(created) };
}

function toTable(users: readonly User[]): string {
  if (users.length === 0)
    return 'No users. kushi serve says how to make the first, or: kushi users add <name> --role admin.\n';
  return formatTable(
    [{ title: 'NAME' }, { title: 'ROLE' }, { title: 'SINCE (UTC)' }, { title: 'STATE' }],
    users.map(({ name, role, created, disabled, mustChange }) => [
      name,
      role,
      formatTime(created).slice(0, 10),
      disabled ? 'disabled' : mustChange ? 'has to choose a password' : 'enabled',
    ]),
  );
}
