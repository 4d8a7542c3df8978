import { describe, expect, test } from 'vitest';
import { nsPerSecond } from '../../core/time/rfc3339.ts';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { changeUser, listUsers } from '../../state/users.ts';
import {
  addTestToken,
  addTestUser,
  startTestServer,
  type TestAnswer,
  type TestServer,
  testPassword,
} from '../testing/test-server.ts';

const state = stateForEach();
const minute = 60n * nsPerSecond;
const hour = 60n * minute;
const day = 24n * hour;

async function withMori(config = ''): Promise<TestServer> {
  await addTestUser(state().db, 'Mori', 'analyst');
  return startTestServer({ db: state().db, config });
}

const who = async (server: TestServer, cookie: string | undefined): Promise<string | null> =>
  (await server.call('/api/session', cookie === undefined ? {} : { cookie })).body.user?.name ?? null;

describe('signing in', () => {
  test('gives a cookie that no script reads and no other site sends', async () => {
    const server = await withMori();
    const answer = await server.signIn('mori');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ user: { name: 'Mori', role: 'analyst', mustChange: false }, how: 'session' });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^kushi=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await who(server, answer.cookie)).toBe('Mori');
  });

  test('over https the cookie is Secure and of this host alone, and the other name is not read', async () => {
    await addTestUser(state().db, 'Mori', 'analyst');
    const server = await startTestServer({ db: state().db, config: 'base_url: https://kushi.example.com' });
    const host = 'kushi.example.com';
    const payload = { name: 'mori', password: testPassword };
    const answer = await server.app.inject({ method: 'POST', url: '/api/session', headers: { host }, payload });
    const header = String(answer.headers['set-cookie']?.[0]);
    expect(header).toMatch(/^__Host-kushi=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    const value = header.split(/[=;]/)[1];
    const ask = async (cookie: string) =>
      (await server.app.inject({ url: '/api/session', headers: { host, cookie } })).json().user?.name ?? null;
    expect([await ask(`__Host-kushi=${value}`), await ask(`kushi=${value}`)]).toEqual(['Mori', null]);
  });

  test.each([
    ['mori', 'wrong horse battery'],
    ['nobody', testPassword],
    ['mori', ''.padEnd(512, 'x')],
    ['a\u202eb', testPassword],
  ])('%j with %j is refused in the same words', async (name, password) => {
    const { status, body, cookie } = await (await withMori()).signIn(name, password);
    expect([status, body.error.code, cookie]).toEqual([401, 'SIGN_IN_FAILED', undefined]);
    expect(body.error.message).toBe(
      'The name or the password is wrong. Who forgot theirs gets another from an administrator.',
    );
  });

  test('is not for the disabled, who learn no more than others', async () => {
    const server = await withMori();
    const [{ id }] = await listUsers(state().db);
    await changeUser(state().db, id, { disabled: true }, 1n);
    expect((await server.signIn('mori')).body.error.code).toBe('SIGN_IN_FAILED');
  });

  test('takes the place of the session that the browser had', async () => {
    const server = await withMori();
    const { cookie = '' } = await server.signIn('mori');
    const body = { name: 'mori', password: testPassword };
    const again = await server.call('/api/session', { method: 'POST', cookie, body });
    expect([await who(server, cookie), await who(server, again.cookie)]).toEqual([null, 'Mori']);
  });

  test('what is stored opens nothing', async () => {
    const server = await withMori();
    await server.signIn('mori');
    const { hash } = await state().db.selectFrom('sessions').select('hash').executeTakeFirstOrThrow();
    expect(await who(server, `kushi=${hash}`)).toBeNull();
  });
});

describe('guessing', () => {
  const guess = async (server: TestServer, remoteAddress: string, password = 'wrong') =>
    server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: '127.0.0.1' },
      remoteAddress,
      payload: { name: 'mori', password },
    });

  test('waits longer and longer where it fails, also with the right password, and nowhere else', async () => {
    const server = await withMori();
    const guesses = await Promise.all(Array.from({ length: 9 }, async () => guess(server, '198.51.100.9')));
    expect(guesses.map(({ statusCode }) => statusCode).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429]);
    const early = await guess(server, '198.51.100.9', testPassword);
    expect([early.statusCode, early.json().error.code, early.headers['retry-after']]).toEqual([
      429,
      'TOO_MANY_ATTEMPTS',
      '1',
    ]);
    expect((await guess(server, '192.0.2.1', testPassword)).statusCode).toBe(200);
    server.now += 2n * nsPerSecond;
    expect((await guess(server, '198.51.100.9', testPassword)).statusCode).toBe(200);
  });

  test('at the address of a team does not keep it out of the browsers it has signed in with', async () => {
    const server = await withMori();
    await addTestUser(state().db, 'sato', 'viewer');
    const signIn = async (name: string, password: string, cookie = '') =>
      server.app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { host: '127.0.0.1', cookie },
        payload: { name, password },
      });
    const browser = String((await signIn('mori', testPassword)).headers['set-cookie']?.[1]).split(';')[0];
    expect(browser).toMatch(/^kushi-browser=/);
    for (let i = 0; i < 30; i++) await signIn('mori', 'wrong');
    for (let i = 0; i < 30; i++) await signIn('sato', 'wrong');
    const statusOf = async (...attempt: Parameters<typeof signIn>) => (await signIn(...attempt)).statusCode;
    expect(await statusOf('mori', testPassword)).toBe(429);
    expect(await statusOf('mori', testPassword, `${browser}x`)).toBe(429);
    expect(await statusOf('sato', testPassword, browser)).toBe(429);
    for (let i = 0; i < 5; i++) expect(await statusOf('mori', 'wrong', browser)).toBe(401);
    expect(await statusOf('mori', testPassword, browser)).toBe(429);
    server.now += 2n * nsPerSecond;
    expect(await statusOf('mori', testPassword, browser)).toBe(200);
  });

  test('of unknown names waits as well', async () => {
    const server = await startTestServer({ db: state().db });
    for (let i = 0; i < 5; i++) expect((await guess(server, '198.51.100.9')).statusCode).toBe(401);
    expect((await guess(server, '198.51.100.9')).statusCode).toBe(429);
  });

  test('X-Forwarded-For counts from trusted proxies alone', async () => {
    const forwarded = async (server: TestServer, from: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { host: '127.0.0.1', 'x-forwarded-for': from },
        remoteAddress: '10.0.0.2',
        payload: { name: 'mori', password: 'wrong' },
      });
    const seventh = async (config: string) => {
      const server = await startTestServer({ db: state().db, config });
      for (let i = 0; i < 6; i++) await forwarded(server, `192.0.2.${i}`);
      return (await forwarded(server, '192.0.2.7')).statusCode;
    };
    expect([await seventh(''), await seventh('sign_in: { trusted_proxies: [10.0.0.0/8] }')]).toEqual([429, 401]);
  });
});

describe('a session', () => {
  test.each<[string, bigint, bigint, string | null]>([
    ['', 11n * hour, 11n * hour, 'Mori'],
    ['', 12n * hour, 12n * hour, null],
    ['', 10n * hour, 160n * hour, 'Mori'],
    ['', 10n * hour, 7n * day, null],
    ['sign_in: { idle: 10m, absolute: 1h }', 10n * minute, 10n * minute, null],
    ['sign_in: { idle: 10m, absolute: 1h }', 9n * minute, 54n * minute, 'Mori'],
    ['sign_in: { idle: 10m, absolute: 1h }', 9n * minute, 63n * minute, null],
  ])('with %j, used every %s ns, is after %s ns of %s', async (config, every, until, name) => {
    const server = await withMori(config);
    const start = server.now;
    let { cookie = '' } = await server.signIn('mori');
    let found: string | null = null;
    while (server.now - start < until) {
      server.now = start + until < server.now + every ? start + until : server.now + every;
      const answer = await server.call('/api/session', { cookie });
      found = answer.body.user?.name ?? null;
      cookie = answer.cookie ?? cookie;
    }
    expect(found).toBe(name);
  });

  /** Signs in, comes back, and waits until the cookie is due for another value. */
  async function due(server: TestServer): Promise<string> {
    const { cookie = '' } = await server.signIn('mori');
    expect((await server.call('/api/session', { cookie })).cookie).toBeUndefined();
    server.now += 16n * minute;
    return cookie;
  }

  test('gets another value every quarter of an hour; requests on their way are not signed out', async () => {
    const server = await withMori();
    const old = await due(server);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => server.call('/api/session', { cookie: old })),
    );
    expect(answers.map(({ body }) => body.user?.name)).toEqual(Array(8).fill('Mori'));
    const values = answers.flatMap(({ cookie }) => cookie ?? []);
    expect(values).toHaveLength(1);
    expect(values[0]).not.toBe(old);
    expect(await who(server, values[0])).toBe('Mori');
    server.now += 59n * nsPerSecond;
    expect(await who(server, old)).toBe('Mori');
    server.now += 2n * nsPerSecond;
    expect([await who(server, old), await who(server, values[0])]).toEqual([null, 'Mori']);
  });

  test('lives on when the answer with the new value is lost, and then has one value again', async () => {
    const server = await withMori();
    const old = await due(server);
    const lost = (await server.call('/api/session', { cookie: old })).cookie;
    server.now += 5n * minute;
    const second = (await server.call('/api/session', { cookie: old })).cookie;
    expect(second).toBeDefined();
    expect([await who(server, lost), await who(server, second)]).toEqual([null, 'Mori']);
    server.now += 2n * minute;
    expect([await who(server, old), await who(server, second)]).toEqual([null, 'Mori']);
  });

  test('is listed, and ended: one, or all', async () => {
    const server = await withMori();
    const [one, two] = [await server.signIn('mori'), await server.signIn('mori')];
    const cookie = one.cookie ?? '';
    const { sessions } = (await server.call('/api/sessions', { cookie })).body;
    expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    expect(sessions[0]).toMatchObject({ address: '127.0.0.1', created: '2026-11-18T11:06:40Z' });
    const other = sessions.find(({ current }: { current: boolean }) => !current).id;
    const end = async () => server.call(`/api/sessions/${other}`, { method: 'DELETE', cookie });
    expect([(await end()).body, (await end()).status]).toEqual([{ ended: 1 }, 404]);
    expect([await who(server, one.cookie), await who(server, two.cookie)]).toEqual(['Mori', null]);
    const three = await server.signIn('mori');
    const all = await server.call('/api/sessions', { method: 'DELETE', cookie });
    expect([all.body, await who(server, cookie), await who(server, three.cookie)]).toEqual([{ ended: 2 }, null, null]);
  });

  test('of somebody else is not there', async () => {
    const server = await withMori();
    await addTestUser(state().db, 'sato', 'admin');
    const [mori, sato] = [await server.signIn('mori'), await server.signIn('sato')];
    const { sessions } = (await server.call('/api/sessions', { cookie: mori.cookie ?? '' })).body;
    const path = `/api/sessions/${sessions[0].id}`;
    expect((await server.call(path, { method: 'DELETE', cookie: sato.cookie ?? '' })).status).toBe(404);
    expect(await who(server, mori.cookie)).toBe('Mori');
  });

  test('ends with a sign-out, which takes the cookie back', async () => {
    const server = await withMori();
    const { cookie = '' } = await server.signIn('mori');
    const answer = await server.call('/api/session', { method: 'DELETE', cookie });
    expect(answer.headers.get('set-cookie')).toMatch(/^kushi=; .*Expires=Thu, 01 Jan 1970/);
    expect(await who(server, cookie)).toBeNull();
    expect((await server.call('/api/session', { method: 'DELETE', cookie })).status).toBe(401);
  });
});

describe('another password', () => {
  const change = async (server: TestServer, cookie: string, password: string, newPassword: string) =>
    server.call('/api/session/password', { method: 'POST', cookie, body: { password, newPassword } });

  test('ends every session but the one it is chosen in', async () => {
    const server = await withMori();
    const [one, two] = [await server.signIn('mori'), await server.signIn('mori')];
    const { status, cookie } = await change(server, one.cookie ?? '', testPassword, 'another horse battery');
    expect(status).toBe(200);
    expect([await who(server, one.cookie), await who(server, two.cookie), await who(server, cookie)]).toEqual([
      null,
      null,
      'Mori',
    ]);
    expect((await server.signIn('mori')).status).toBe(401);
    expect((await server.signIn('mori', 'another horse battery')).status).toBe(200);
  });

  test.each([
    ['wrong horse battery', 'another horse battery', 401, 'SIGN_IN_FAILED'],
    [testPassword, 'short', 400, 'PASSWORD_TOO_WEAK'],
    [testPassword, 'morimorimorimori', 400, 'PASSWORD_TOO_WEAK'],
    [testPassword, testPassword, 400, 'PASSWORD_TOO_WEAK'],
  ])('%j for %j is %i', async (password, newPassword, status, code) => {
    const server = await withMori();
    const { cookie = '' } = await server.signIn('mori');
    const answer = await change(server, cookie, password, newPassword);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(await who(server, cookie)).toBe('Mori');
    expect((await server.signIn('mori')).status).toBe(200);
  });

  test('is not for tokens', async () => {
    const mori = await addTestUser(state().db, 'mori', 'admin');
    const server = await startTestServer({ db: state().db });
    const token = await addTestToken(state().db, mori);
    const body = { password: testPassword, newPassword: 'another horse battery' };
    const answer = await server.call('/api/session/password', { method: 'POST', token, body });
    expect([answer.status, answer.body.error.code]).toEqual([403, 'FORBIDDEN']);
  });
});

describe('the first run', () => {
  const wanted = { name: 'mori', newPassword: testPassword };

  const setUp = async (server: TestServer, more: object, headers = {}): Promise<TestAnswer> =>
    server.call('/api/setup', { method: 'POST', headers, body: { ...wanted, ...more } });

  const passwordOf = ({ setUpLine }: TestServer): string => setUpLine?.split(': ').at(-1) ?? '';

  test('makes one administrator, who is signed in, and then never again', async () => {
    const server = await startTestServer({ db: state().db });
    const password = passwordOf(server);
    expect((await server.call('/api/session')).body).toMatchObject({ user: null, setUp: false });
    const answer = await setUp(server, { password });
    expect(answer.body).toMatchObject({ user: { name: 'mori', role: 'admin' }, setUp: true });
    expect(await who(server, answer.cookie)).toBe('mori');
    const again = await setUp(server, { password, name: 'other' });
    expect([again.status, again.body.error.code]).toEqual([409, 'SET_UP_ALREADY']);
    expect(await listUsers(state().db)).toHaveLength(1);
  });

  test('is for nobody without the password of the terminal, and guessing waits', async () => {
    const server = await startTestServer({ db: state().db });
    const tries = [];
    for (let i = 0; i < 7; i++) tries.push((await setUp(server, { password: `guess ${i}` })).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await setUp(server, { password: passwordOf(server) })).status).toBe(429);
    server.now += 2n * nsPerSecond;
    expect((await setUp(server, { password: passwordOf(server) })).status).toBe(200);
  });

  test('a password that is too weak does not use the one-time password up', async () => {
    const server = await startTestServer({ db: state().db });
    const password = passwordOf(server);
    const weak = await setUp(server, { password, newPassword: 'short' });
    const wrong = await setUp(server, { password, name: 'a<b' });
    expect([weak.body.error.code, wrong.body.error.code]).toEqual(['PASSWORD_TOO_WEAK', 'USER_NAME_INVALID']);
    expect((await setUp(server, { password })).status).toBe(200);
  });

  test('happens once when two come at once', async () => {
    const server = await startTestServer({ db: state().db });
    const password = passwordOf(server);
    const two = await Promise.all([setUp(server, { password, name: 'a1' }), setUp(server, { password, name: 'b1' })]);
    expect(two.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await listUsers(state().db)).toHaveLength(1);
  });

  test.each([
    ['192.0.2.1', '127.0.0.1', {}, 403],
    ['192.0.2.1', '127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, 403],
    ['127.0.0.1', '127.0.0.1', { 'x-forwarded-for': '192.0.2.1' }, 200],
    ['::1', '[::1]:5780', {}, 200],
    ['127.0.0.1', 'rebound.example.com', {}, 403],
    ['127.0.0.1', 'kushi.example.com', {}, 403],
    ['127.0.0.1', '127.0.0.1', { origin: 'http://rebound.example.com' }, 403],
  ])('from %s, to %s, with %j: %i', async (remoteAddress, host, more, status) => {
    const config = 'base_url: https://kushi.example.com\nsign_in: { trusted_proxies: [127.0.0.1, 192.0.2.1] }';
    const server = await startTestServer({ db: state().db, config });
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/setup',
      headers: { host, ...more },
      remoteAddress,
      payload: { ...wanted, password: passwordOf(server) },
    });
    expect(answer.statusCode).toBe(status);
  });

  test('until then nobody is let in anywhere', async () => {
    const server = await startTestServer({ db: state().db });
    const paths = ['/api/users', '/api/audit', '/api/tokens', '/api/sessions', '/metrics', '/api/loads'];
    expect(await Promise.all(paths.map(async (path) => (await server.call(path)).status))).toEqual(
      paths.map(() => 401),
    );
    expect((await server.signIn('mori')).status).toBe(401);
  });
});
