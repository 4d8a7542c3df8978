import { describe, expect, test } from 'vitest';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { addTestToken, addTestUser, startTestServer } from '../testing/test-server.ts';

const state = stateForEach();
const own = 'http://127.0.0.1:5780';
const other = 'http://127.0.0.1:9999';
const host = '127.0.0.1:5780';

async function signedIn() {
  const user = await addTestUser(state().db, 'mori', 'admin');
  const server = await startTestServer({ db: state().db });
  const { cookie = '' } = await server.signIn('mori');
  return { server, cookie, token: await addTestToken(state().db, user) };
}

describe('a change with a cookie', () => {
  test.each<[object, number]>([
    [{ origin: own }, 200],
    [{ origin: own, 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 403],
    [{ origin: other }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: '' }, 403],
    [{ origin: 'https://127.0.0.1:5780' }, 403],
    [{ origin: own, 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: own, 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'nonsense' }, 403],
    [{ referer: own }, 403],
  ])('from %j is %i', async (from, status) => {
    const { server, cookie } = await signedIn();
    const request = { method: 'POST' as const, url: '/api/users', payload: { name: 'sato', role: 'viewer' } };
    const answer = await server.app.inject({ ...request, headers: { host, cookie, ...from } });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json().error.code).toBe('CROSS_SITE');
  });
});

describe('reading with a cookie', () => {
  test.each<[object, number]>([
    [{}, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
  ])('from %j is %i', async (from, status) => {
    const { server, cookie } = await signedIn();
    const answer = await server.app.inject({ url: '/api/users', headers: { host, cookie, ...from } });
    expect(answer.statusCode).toBe(status);
  });
});

test.each(['rebound.example.com', '127.0.0.1.example.com', 'kushi.example.com'])(
  'a cookie that comes to %s is not ours to answer',
  async (name) => {
    const { server, cookie } = await signedIn();
    const answer = await server.app.inject({ url: '/api/users', headers: { host: name, cookie } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'HOST_NOT_ALLOWED']);
  },
);

test('a token needs no page, and is taken by any name', async () => {
  const { server, token } = await signedIn();
  const answer = await server.app.inject({
    url: '/api/users',
    headers: { host: 'kushi.internal', authorization: `Bearer ${token}`, origin: 'https://example.com' },
  });
  expect(answer.statusCode).toBe(200);
});

test('a wrong token is not made up for by a cookie', async () => {
  const { server, cookie } = await signedIn();
  const headers = { host, cookie, authorization: 'Bearer x', origin: own };
  expect((await server.app.inject({ url: '/api/users', headers })).statusCode).toBe(401);
});

test.each<[object, number, string]>([
  [{ host, origin: 'https://example.com' }, 403, 'CROSS_SITE'],
  [{ host, 'sec-fetch-site': 'cross-site' }, 403, 'CROSS_SITE'],
  [{ host: 'rebound.example.com' }, 403, 'HOST_NOT_ALLOWED'],
  [{ host }, 401, 'SIGN_IN_FAILED'],
])('nobody is signed in by another site: %j', async (headers, status, code) => {
  const { server } = await signedIn();
  const payload = { name: 'mori', password: 'wrong' };
  const answer = await server.app.inject({ method: 'POST', url: '/api/session', headers: { ...headers }, payload });
  expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
  'a body of a form, %j, is not read',
  async (type) => {
    const { server, cookie } = await signedIn();
    const headers = { host, cookie, origin: own, 'content-type': type };
    const payload = '{"name":"sato","role":"viewer"}';
    const answer = await server.app.inject({ method: 'POST', url: '/api/users', headers, payload });
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'REQUEST_INVALID']);
  },
);

test('nor by a route that takes none', async () => {
  const { server, cookie } = await signedIn();
  const headers = { host, cookie, origin: own, 'content-type': 'text/plain' };
  const answer = await server.app.inject({ method: 'POST', url: '/api/users/x/password', headers, payload: 'a' });
  expect(answer.statusCode).toBe(400);
});
