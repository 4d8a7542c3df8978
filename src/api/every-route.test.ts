import { expect, test } from 'vitest';
import { stateForEach } from '../state/testing/state-for-each.ts';
import type { UserRole } from '../state/users.ts';
import { createApp } from './app.ts';
import { type Role, roles } from './contract/route.ts';
import { addTestToken, addTestUser, startTestServer } from './testing/test-server.ts';
import { testService } from './testing/test-service.ts';

const state = stateForEach();

/** Every route that needs nobody to be signed in. One more has to be written down here, with a thought. */
const open = ['GET /healthz', 'GET /readyz', 'GET /api/session', 'POST /api/session', 'POST /api/setup'];

interface Documented {
  readonly method: string;
  readonly path: string;
  readonly role: Role | undefined;
  readonly security: readonly object[] | undefined;
}

interface DocumentedRole {
  readonly 'x-kushi-role'?: Role;
  readonly security?: readonly object[];
}

type Paths = Readonly<Record<string, Readonly<Record<string, DocumentedRole>>>>;

function documented(paths: Paths): Documented[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, about]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'nothing'),
      role: about['x-kushi-role'],
      security: about.security,
    })),
  );
}

test('every route says who may call it, and lets nobody else', async () => {
  const server = await startTestServer({ db: state().db });
  const routes = documented((await server.call('/api/openapi.json')).body.paths);
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter(({ role }) => role === undefined)).toEqual([]);
  expect(
    routes
      .filter(({ role }) => role === 'public')
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual([...open].sort());
  for (const { role, security } of routes) expect(security).toEqual(role === 'public' ? [] : [{ token: [] }]);
  const callers: [Role, string | undefined][] = [['public', undefined]];
  for (const role of ['viewer', 'analyst'] satisfies UserRole[])
    callers.push([role, await addTestToken(state().db, await addTestUser(state().db, role, role))]);
  for (const { method, path, role = 'admin' } of routes)
    for (const [has, token] of callers) {
      const may = roles.indexOf(has) >= roles.indexOf(role);
      const status = await statusOf(server.url + path, method, token);
      if (may) continue;
      expect([method, path, has, status]).toEqual([method, path, has, token === undefined ? 401 : 403]);
    }
}, 120_000);

/** Only the status is waited for: some answers never end. */
async function statusOf(url: string, method: string, token: string | undefined): Promise<number> {
  const over = new AbortController();
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
  if (body.body !== undefined) headers['content-type'] = 'application/json';
  const { status } = await fetch(url, { method, headers, signal: over.signal, ...body });
  over.abort();
  return status;
}

test('a route that does not say who may call it does not even start', async () => {
  const app = await createApp({ service: testService({ db: state().db }), log: null });
  expect(() => app.get('/api/forgotten', async () => 'all of it')).toThrow(/who may call it/);
  await app.close();
});
