import type { FastifyInstance } from 'fastify';
import type { DestinationStream } from 'pino';
import { afterEach } from 'vitest';
import { parseConfig } from '../../config/load-config.ts';
import { nsPerDay } from '../../core/time/rfc3339.ts';
import type { StateDb } from '../../state/open-state.ts';
import { addToken } from '../../state/tokens.ts';
import { addUser, type User, type UserRole } from '../../state/users.ts';
import { createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { createHasher } from '../sign-in/hasher.ts';
import { secretHash } from '../sign-in/secrets.ts';
import { firstRunSetup } from '../sign-in/setup.ts';
import { newToken } from '../sign-in/token-text.ts';
import { testService } from './test-service.ts';

export const testPassword = 'correct horse battery';
export const localToken = 'l'.repeat(43);

export interface TestCall {
  readonly method?: string;
  readonly body?: unknown;
  readonly cookie?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What JSON says, else text. */
  readonly body: ReturnType<typeof JSON.parse>;
  /** Name and value of the cookie that was set; undefined when none was. */
  readonly cookie: string | undefined;
}

/** A server over real HTTP whose clock stands still until it is set. */
export interface TestServer {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly setUpLine: string | null;
  /** Wall clock, nanoseconds. */
  now: bigint;
  readonly call: (path: string, call?: TestCall) => Promise<TestAnswer>;
  /** Signs in, as the server's own page would. */
  readonly signIn: (name: string, password?: string) => Promise<TestAnswer>;
}

export interface TestServerOptions {
  readonly db: StateDb;
  readonly config?: string;
  readonly log?: DestinationStream;
  /** Routes of the test's own. */
  readonly serve?: (app: FastifyInstance) => void;
}

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

export async function startTestServer({ db, config = '', log, serve }: TestServerOptions): Promise<TestServer> {
  const time = { now: 1_795_000_000_000_000_000n };
  const setup = await firstRunSetup(db);
  const service = testService({ db, config: parseConfig(config, 'kushi.yml'), clock: () => time.now });
  const logger = log === undefined ? null : createLog('debug', log);
  const app = await createApp({ service, log: logger, checkAnswers: true, setup, localToken });
  open.push(app);
  serve?.(app);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const call = async (path: string, given: TestCall = {}) => callServer(url, path, given);
  return {
    app,
    url,
    setUpLine: setup.announce(url),
    get now() {
      return time.now;
    },
    set now(now) {
      time.now = now;
    },
    call,
    signIn: async (name, password = testPassword) => call('/api/session', { method: 'POST', body: { name, password } }),
  };
}

async function callServer(url: string, path: string, given: TestCall): Promise<TestAnswer> {
  const { method = 'GET', body, cookie, token, headers = {} } = given;
  const isPage = cookie !== undefined && headers.origin === undefined && headers['sec-fetch-site'] === undefined;
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(isPage ? { origin: url } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text,
    cookie: answer.headers.getSetCookie()[0]?.split(';')[0],
  };
}

const hasher = createHasher();
const hash = hasher.hash(testPassword);

/** A user with the password of tests. */
export async function addTestUser(db: StateDb, name: string, role: UserRole): Promise<User> {
  return addUser(db, { name, role, password: await hash, mustChange: false, now: 1_794_000_000_000_000_000n });
}

/** A token of a user for everything they may do. */
export async function addTestToken(db: StateDb, { id, role }: User): Promise<string> {
  const token = newToken();
  const times = { created: 1_794_000_000_000_000_000n, expires: 1_795_000_000_000_000_000n + 90n * nsPerDay };
  await addToken(db, { name: 'test', user: id, role, scopes: null, hash: secretHash(token), ...times });
  return token;
}
