import { expect, test } from 'vitest';
import { nsPerDay, nsPerSecond } from '../../core/time/rfc3339.ts';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { changeUser, type User, type UserRole } from '../../state/users.ts';
import { secretHash } from '../sign-in/secrets.ts';
import {
  addTestToken,
  addTestUser,
  startTestServer,
  type TestAnswer,
  type TestServer,
} from '../testing/test-server.ts';

const state = stateForEach();

interface Signed {
  readonly server: TestServer;
  readonly user: User;
  readonly make: (body: object) => Promise<TestAnswer>;
  readonly revoke: (id: string) => Promise<TestAnswer>;
  readonly list: () => Promise<TestAnswer>;
}

async function signedIn(role: UserRole): Promise<Signed> {
  const user = await addTestUser(state().db, 'mori', role);
  const server = await startTestServer({ db: state().db });
  const { cookie = '' } = await server.signIn('mori');
  return {
    server,
    user,
    make: async (body) => server.call('/api/tokens', { method: 'POST', cookie, body }),
    revoke: async (id) => server.call(`/api/tokens/${id}`, { method: 'DELETE', cookie }),
    list: async () => server.call('/api/tokens', { cookie }),
  };
}

test('a token is shown once, and only its hash is kept', async () => {
  const { server, make, list } = await signedIn('analyst');
  const { token, made } = (await make({ name: 'nightly' })).body;
  expect(token).toMatch(/^kushi_[\w-]{43}[\da-f]{8}$/);
  expect(made).toMatchObject({ name: 'nightly', role: 'analyst', scopes: null, used: null, revoked: null });
  expect(made.expires).toBe('2027-02-16T11:06:40Z');
  expect(JSON.stringify((await list()).body)).not.toContain(token.slice(6, 40));
  const stored = await state().db.selectFrom('tokens').selectAll().executeTakeFirstOrThrow();
  expect(stored.hash).toBe(secretHash(token));
  expect(JSON.stringify(stored)).not.toContain(token.slice(6, 40));
  expect((await server.call('/api/session', { token })).body).toMatchObject({ user: { name: 'mori' }, how: 'token' });
});

test.each<[UserRole, object, number, string]>([
  ['analyst', { name: 'x', role: 'admin' }, 403, 'FORBIDDEN'],
  ['viewer', { name: 'x', role: 'analyst' }, 403, 'FORBIDDEN'],
  ['admin', { name: 'x', days: 366 }, 400, 'REQUEST_INVALID'],
  ['admin', { name: 'x', days: 0 }, 400, 'REQUEST_INVALID'],
  ['admin', { name: '' }, 400, 'REQUEST_INVALID'],
  ['admin', { name: 'x', scopes: [] }, 400, 'REQUEST_INVALID'],
  ['admin', { name: 'x', scopes: ['users', 'everything'] }, 400, 'REQUEST_INVALID'],
])('%s cannot make %j', async (role, body, status, code) => {
  const { make } = await signedIn(role);
  const answer = await make(body);
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
});

test('a token is for its scopes', async () => {
  const { server, make } = await signedIn('admin');
  const { token } = (await make({ name: 'x', scopes: ['users'] })).body;
  expect((await server.call('/api/users', { token })).status).toBe(200);
  expect((await server.call('/api/audit', { token })).status).toBe(403);
});

test('a token does no more than its owner may now', async () => {
  const { server, user, make } = await signedIn('admin');
  await addTestUser(state().db, 'other', 'admin');
  const { token } = (await make({ name: 'x' })).body;
  expect((await server.call('/api/audit', { token })).status).toBe(200);
  await changeUser(state().db, user.id, { role: 'viewer' }, server.now);
  expect((await server.call('/api/audit', { token })).status).toBe(403);
  expect((await server.call('/api/users', { token })).status).toBe(200);
});

test('a token ends when it expires, when it is revoked, and with its owner', async () => {
  const { server, user, make, revoke } = await signedIn('admin');
  await addTestUser(state().db, 'other', 'admin');
  const status = async (token: string) => (await server.call('/api/users', { token })).status;
  const [expiring, revoked, owned] = [
    (await make({ name: 'a', days: 1 })).body,
    (await make({ name: 'b' })).body,
    (await make({ name: 'c' })).body,
  ];
  expect((await revoke(revoked.made.id)).body.token.revoked).not.toBeNull();
  server.now += nsPerDay - 1n;
  expect([await status(expiring.token), await status(revoked.token), await status(owned.token)]).toEqual([
    200, 401, 200,
  ]);
  server.now += 1n;
  expect(await status(expiring.token)).toBe(401);
  await changeUser(state().db, user.id, { disabled: true }, server.now);
  expect(await status(owned.token)).toBe(401);
});

test('its last use is noted at most once a minute', async () => {
  const { server, make, list } = await signedIn('viewer');
  const { token } = (await make({ name: 'a' })).body;
  const used = async () => {
    await server.call('/api/users', { token });
    return (await list()).body.tokens[0].used;
  };
  const first = await used();
  server.now += 60n * nsPerSecond;
  expect(await used()).toBe(first);
  server.now += 1n;
  expect(await used()).not.toBe(first);
});

test('only administrators see and end those of others', async () => {
  const { server, list, revoke } = await signedIn('analyst');
  const boss = await addTestUser(state().db, 'boss', 'admin');
  await addTestToken(state().db, boss);
  const { id } = await state().db.selectFrom('tokens').select('id').executeTakeFirstOrThrow();
  expect((await list()).body.tokens).toEqual([]);
  expect((await revoke(id)).status).toBe(404);
  const { cookie = '' } = await server.signIn('boss');
  const all = (await server.call('/api/tokens', { cookie })).body.tokens;
  expect(all).toMatchObject([{ id, owner: { name: 'boss' } }]);
  expect((await server.call(`/api/tokens/${id}`, { method: 'DELETE', cookie })).status).toBe(200);
});

test('a token makes no other', async () => {
  const { server, user } = await signedIn('admin');
  const token = await addTestToken(state().db, user);
  expect((await server.call('/api/tokens', { method: 'POST', token, body: { name: 'x' } })).status).toBe(403);
});
