import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { stateForEach } from '../state/testing/state-for-each.ts';
import { createLog } from './log.ts';
import { addTestToken, addTestUser, startTestServer, testPassword } from './testing/test-server.ts';

const state = stateForEach();

/** Logs what it must not, and fails. */
function serveBroken(app: FastifyInstance): void {
  app.get('/broken', { config: { open: 'a test' } }, async ({ log, headers }) => {
    log.error({ req: { headers }, headers, password: testPassword }, 'broken');
    throw new Error('broken');
  });
}

test('the log of a sign-in, of failures and of tokens holds no secret', async () => {
  const log = new PassThrough();
  const user = await addTestUser(state().db, 'mori', 'admin');
  const token = await addTestToken(state().db, user);
  const server = await startTestServer({ db: state().db, log, serve: serveBroken });
  await server.signIn('mori', 'wrong horse battery');
  await server.call('/api/session', { method: 'POST', body: `{"name":"mori","password":"broken horse"` });
  await server.call('/api/session', { method: 'POST', body: { name: 'mori', password: { object: 'horse' } } });
  const { cookie = '' } = await server.signIn('mori');
  await server.call('/api/users', { cookie });
  await server.call('/api/users', { token });
  const made = (await server.call('/api/tokens', { method: 'POST', cookie, body: { name: 'x' } })).body.token;
  expect((await server.call('/broken', { token })).status).toBe(500);
  const text = String(log.read());
  expect(text).toContain('"route":"/api/session"');
  const secrets = [testPassword, 'wrong horse', 'broken horse', token, made, cookie.split('=')[1]];
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).toContain('"msg":"broken"');
});

test('secrets that somebody logs by mistake are not written', () => {
  const stream = new PassThrough();
  const log = createLog('info', stream);
  const secret = 'hunter2hunter2';
  log.info({ password: secret, token: secret, headers: { authorization: secret, cookie: secret } });
  log.info({ req: { headers: { authorization: secret, cookie: secret } }, res: { headers: { 'set-cookie': secret } } });
  log.info({ body: { newPassword: secret, secret } });
  const text = String(stream.read());
  expect(text.match(/\(secret\)/g)).toHaveLength(9);
  expect(text).not.toContain(secret);
});
