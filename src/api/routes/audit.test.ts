import { expect, test } from 'vitest';
import { nsPerDay } from '../../core/time/rfc3339.ts';
import { dropAudit } from '../../state/audit.ts';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { addTestToken, addTestUser, startTestServer, testPassword } from '../testing/test-server.ts';

const state = stateForEach();

const notes = async (): Promise<Record<string, unknown>[]> =>
  (await state().db.selectFrom('audit').selectAll().orderBy('seq').execute()).map(({ detail, ...note }) => ({
    ...note,
    detail: JSON.parse(detail),
  }));

test('what people do is noted, by whom, how and from where, with what came of it', async () => {
  const { id } = await addTestUser(state().db, 'mori', 'admin');
  const server = await startTestServer({ db: state().db });
  await server.signIn('mori', 'wrong horse battery');
  await server.signIn('hunter2 is my password');
  const { cookie = '' } = await server.signIn('mori');
  const body = { name: 'sato', role: 'viewer' };
  const { user, password } = (await server.call('/api/users', { method: 'POST', cookie, body })).body;
  await server.call(`/api/users/${user.id}`, { method: 'PATCH', cookie, body: { role: 'analyst' } });
  const { token, made } = (await server.call('/api/tokens', { method: 'POST', cookie, body: { name: 't' } })).body;
  await server.call('/api/audit?limit=5', { token });
  await server.call('/api/session', { method: 'DELETE', cookie });
  const by = { who: id, how: 'session', address: '127.0.0.1', outcome: 'done' };
  const noted = await notes();
  expect(noted).toMatchObject([
    { action: 'sign-in', who: null, how: 'none', target: id, outcome: 'refused', detail: { code: 'SIGN_IN_FAILED' } },
    { action: 'sign-in', who: null, target: null, outcome: 'refused', detail: { unknownName: true } },
    { action: 'sign-in', ...by, target: id, detail: {} },
    { action: 'user-add', ...by, target: user.id, detail: body },
    { action: 'user-change', ...by, target: user.id, detail: { role: 'analyst', roleBefore: 'viewer' } },
    { action: 'token-add', ...by, target: made.id, detail: { name: 't', days: 90 } },
    { action: 'audit-read', ...by, how: 'token', target: null, detail: { limit: '5' } },
    { action: 'sign-out', ...by },
  ]);
  const text = JSON.stringify(noted);
  for (const secret of [testPassword, 'wrong horse', 'hunter2', password, token, cookie.split('=')[1]])
    expect(text).not.toContain(secret);
});

test('what was refused is noted; what nobody could ask is not', async () => {
  const { id } = await addTestUser(state().db, 'sato', 'viewer');
  const server = await startTestServer({ db: state().db });
  const token = await addTestToken(state().db, { id, role: 'viewer' } as never);
  await server.call('/api/audit');
  await server.call('/api/audit', { token });
  await server.call('/api/users/u1', { method: 'PATCH', token, body: { role: 'admin' } });
  expect(await notes()).toMatchObject([
    { action: 'audit-read', who: id, how: 'token', outcome: 'refused', detail: { code: 'FORBIDDEN' } },
    { action: 'user-change', who: id, target: 'u1', outcome: 'refused', detail: { code: 'FORBIDDEN' } },
  ]);
});

test('strangers cannot fill the disk: so many a minute are noted, and the rest counted', async () => {
  const server = await startTestServer({ db: state().db });
  const attempt = async (i: number) =>
    server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: '127.0.0.1' },
      remoteAddress: `192.0.2.${i}`,
      payload: { name: 'x', password: 'x' },
    });
  for (let i = 0; i < 70; i++) await attempt(i);
  expect(await notes()).toHaveLength(60);
  server.now += 61_000_000_000n;
  await attempt(1);
  expect((await notes()).at(-1)?.detail).toMatchObject({ unnoted: 10 });
});

test('the log is read in pages, newest first, and by what was done', async () => {
  const { id } = await addTestUser(state().db, 'mori', 'admin');
  const server = await startTestServer({ db: state().db });
  const { cookie = '' } = await server.signIn('mori');
  for (let i = 0; i < 4; i++) await server.signIn('mori', 'wrong');
  const page = async (query: string) => (await server.call(`/api/audit?${query}`, { cookie })).body;
  const seqs: number[] = [];
  let next: number | null = null;
  do {
    const { entries, next: more }: { entries: { seq: number }[]; next: number | null } = await page(
      `action=sign-in&limit=2${next === null ? '' : `&before=${next}`}`,
    );
    expect(entries.length).toBeGreaterThan(0);
    seqs.push(...entries.map(({ seq }) => seq));
    next = more;
  } while (next !== null);
  expect(seqs).toEqual([5, 4, 3, 2, 1]);
  expect((await page(`who=${id}&action=sign-in`)).entries).toMatchObject([{ seq: 1, who: { id, name: 'mori' } }]);
});

test('it is forgotten after a time', async () => {
  await addTestUser(state().db, 'mori', 'admin');
  const server = await startTestServer({ db: state().db });
  await server.signIn('mori');
  server.now += nsPerDay;
  await server.signIn('mori');
  await dropAudit(state().db, server.now);
  expect(await notes()).toHaveLength(1);
});
