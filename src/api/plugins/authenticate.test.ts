import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endSessions } from '../../state/sessions.ts';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { revokeToken } from '../../state/tokens.ts';
import { newToken } from '../sign-in/token-text.ts';
import { addTestToken, addTestUser, localToken, startTestServer } from '../testing/test-server.ts';

const state = stateForEach();
const host = '127.0.0.1';

test('garbage in cookie and Authorization lets nobody in and breaks nothing', async () => {
  await addTestUser(state().db, 'mori', 'admin');
  const server = await startTestServer({ db: state().db });
  const { cookie = '' } = await server.signIn('mori');
  const header = fc.oneof(
    fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[\0\r\n]/g, '')),
    fc.constantFrom(
      '',
      'Bearer',
      'Bearer ',
      'Bearer  x',
      'bearer kushi_',
      'Basic bW9yaTp4',
      newToken(),
      `Bearer ${newToken()}`,
    ),
    fc.constantFrom(
      'kushi',
      'kushi=',
      'kushi=%',
      'kushi=%ff%fe',
      'kushi="',
      'kushi=a; kushi=b',
      '__Host-kushi=x',
      `${cookie}x`,
    ),
    fc.string({ minLength: 43, maxLength: 43 }).map((text) => `kushi=${encodeURIComponent(text)}`),
    fc.nat(70).map((at) => cookie.slice(0, at) + cookie.slice(at + 1) + (at >= cookie.length ? 'x' : '')),
  );
  await fc.assert(
    fc.asyncProperty(header, header, fc.boolean(), async (one, other, both) => {
      const headers = { host, cookie: one, ...(both ? { authorization: other } : {}) };
      const answer = await server.app.inject({ url: '/api/users', headers });
      expect([401, 403]).toContain(answer.statusCode);
      expect(answer.json().error.code).toMatch(/^[A-Z_]+$/);
    }),
    { numRuns: 150 },
  );
});

test('the local token is for loads and the system, from this machine', async () => {
  const server = await startTestServer({ db: state().db });
  const ask = async (url: string, remoteAddress: string, token = localToken) => {
    const headers = { host, authorization: `Bearer ${token}`, 'x-forwarded-for': '127.0.0.1' };
    return (await server.app.inject({ url, headers, remoteAddress })).statusCode;
  };
  expect(await ask('/api/loads', '127.0.0.1')).toBe(200);
  expect(await ask('/metrics', '::1')).toBe(200);
  expect(await ask('/api/users', '127.0.0.1')).toBe(403);
  expect(await ask('/api/loads', '192.0.2.1')).toBe(401);
  expect(await ask('/api/loads', '127.0.0.1', `${localToken}x`)).toBe(401);
});

test('what nobody may is said with how to sign in', async () => {
  const server = await startTestServer({ db: state().db });
  const { status, headers, body } = await server.call('/api/users');
  expect([status, headers.get('www-authenticate'), body.error.code]).toEqual([401, 'Bearer', 'NOT_SIGNED_IN']);
});

test('a stream ends when who follows it is signed out, or the token revoked', async () => {
  const user = await addTestUser(state().db, 'mori', 'viewer');
  const token = await addTestToken(state().db, user);
  const server = await startTestServer({ db: state().db });
  const { cookie = '' } = await server.signIn('mori');
  const follow = async (headers: Record<string, string>) => fetch(`${server.url}/api/live`, { headers });
  const streams = await Promise.all([follow({ cookie }), follow({ authorization: `Bearer ${token}` })]);
  expect(streams.map(({ status }) => status)).toEqual([200, 200]);
  const { id } = await state().db.selectFrom('tokens').select('id').executeTakeFirstOrThrow();
  await endSessions(state().db, user.id);
  await revokeToken(state().db, id, server.now);
  for (const stream of streams) expect(await stream.text()).toContain('"kind":"hello"');
}, 60_000);
