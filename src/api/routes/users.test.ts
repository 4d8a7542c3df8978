import { expect, test } from 'vitest';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { addTestToken, addTestUser, startTestServer, type TestServer } from '../testing/test-server.ts';

const state = stateForEach();

interface Signed {
  readonly server: TestServer;
  readonly cookie: string;
  readonly id: string;
}

async function admin(): Promise<Signed> {
  const { id } = await addTestUser(state().db, 'mori', 'admin');
  const server = await startTestServer({ db: state().db });
  return { server, cookie: (await server.signIn('mori')).cookie ?? '', id };
}

test('a new user gets a password that is good for choosing another, and nothing else', async () => {
  const { server, cookie } = await admin();
  const made = await server.call('/api/users', { method: 'POST', cookie, body: { name: 'Sato', role: 'analyst' } });
  expect(made.body.user).toMatchObject({ name: 'Sato', role: 'analyst', disabled: false, mustChange: true });
  const { password } = made.body;
  const first = await server.signIn('sato', password);
  expect(first.body.user.mustChange).toBe(true);
  const kept = await server.call('/api/users', { cookie: first.cookie ?? '' });
  expect([kept.status, kept.body.error.code]).toEqual([403, 'PASSWORD_CHANGE_NEEDED']);
  const own = await server.call('/api/session/password', {
    method: 'POST',
    cookie: first.cookie ?? '',
    body: { password, newPassword: 'a horse of my own' },
  });
  expect(own.body.user.mustChange).toBe(false);
  expect((await server.call('/api/users', { cookie: own.cookie ?? '' })).status).toBe(200);
  expect((await server.signIn('sato', password)).status).toBe(401);
});

test.each([
  [{ name: 'MORI', role: 'viewer' }, 409, 'USER_NAME_TAKEN'],
  [{ name: 'a<b', role: 'viewer' }, 400, 'USER_NAME_INVALID'],
  [{ name: 'sato', role: 'public' }, 400, 'REQUEST_INVALID'],
  [{ name: 'sato', role: 'viewer', password: 'x' }, 400, 'REQUEST_INVALID'],
])('%j cannot be added', async (body, status, code) => {
  const { server, cookie } = await admin();
  const answer = await server.call('/api/users', { method: 'POST', cookie, body });
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
});

test.each([{ role: 'viewer' }, { disabled: true }])('%j signs a user out at once', async (change) => {
  const { server, cookie } = await admin();
  const { id } = await addTestUser(state().db, 'sato', 'analyst');
  const sato = (await server.signIn('sato')).cookie ?? '';
  expect((await server.call('/api/users', { cookie: sato })).status).toBe(200);
  const answer = await server.call(`/api/users/${id}`, { method: 'PATCH', cookie, body: change });
  expect(answer.body.user).toMatchObject(change);
  expect((await server.call('/api/users', { cookie: sato })).status).toBe(401);
});

test('the last administrator can neither go nor be less', async () => {
  const { server, cookie, id } = await admin();
  for (const body of [{ role: 'viewer' }, { disabled: true }]) {
    const answer = await server.call(`/api/users/${id}`, { method: 'PATCH', cookie, body });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'LAST_ADMIN']);
  }
});

test('a forgotten password is replaced by one that only its user can make good', async () => {
  const { server, cookie } = await admin();
  const { id } = await addTestUser(state().db, 'sato', 'analyst');
  const sato = (await server.signIn('sato')).cookie ?? '';
  const { password } = (await server.call(`/api/users/${id}/password`, { method: 'POST', cookie })).body;
  expect((await server.call('/api/users', { cookie: sato })).status).toBe(401);
  expect((await server.signIn('sato')).status).toBe(401);
  expect((await server.signIn('sato', password)).body.user.mustChange).toBe(true);
});

test('a user is signed out everywhere by an administrator', async () => {
  const { server, cookie } = await admin();
  const { id } = await addTestUser(state().db, 'sato', 'analyst');
  await server.signIn('sato');
  await server.signIn('sato');
  const end = async (user: string) => server.call(`/api/users/${user}/sessions`, { method: 'DELETE', cookie });
  expect((await end(id)).body).toEqual({ ended: 2 });
  expect((await end('nobody')).status).toBe(404);
});

test('no token makes users, however much it may do', async () => {
  const { server } = await admin();
  const token = await addTestToken(state().db, await addTestUser(state().db, 'boss', 'admin'));
  expect((await server.call('/api/users', { token })).status).toBe(200);
  const body = { name: 'x', role: 'admin' };
  expect((await server.call('/api/users', { method: 'POST', token, body })).status).toBe(403);
});
