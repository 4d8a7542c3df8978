import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type CaptureServer, startCaptureServer } from '../../src/destinations/testing/capture-server.ts';
import type { FailPoint } from '../../src/pipeline/fail-point.ts';
import { openState } from '../../src/state/open-state.ts';
import { type Delivery, listDeliveries } from '../../src/state/outbox/list-deliveries.ts';
import { Home } from '../command/home.ts';
import type { Running } from '../command/run.ts';
import { writeLogs } from './inputs.ts';

/** Midnight of yesterday: some of its events are younger than the 24 hours in which an alert pages people. */
const first = Math.floor(Date.now() / 86_400_000 - 0.5) * 86_400_000;
const homes: Home[] = [];
const servers: CaptureServer[] = [];
const running: Running[] = [];

afterEach(async () => {
  for (const { process: child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  for (const server of servers.splice(0)) await server.stop();
  for (const home of homes.splice(0)) home.remove();
});

/** A home whose alerts go to a real server of HTTP. */
async function newHome(): Promise<{ readonly home: Home; readonly server: CaptureServer }> {
  const server = await startCaptureServer();
  servers.push(server);
  const home = new Home(`batch: { rows: 50 }
server: { port: 0, log_level: error, question_threads: 1 }
destinations:
  soar: { kind: webhook, url: "${server.url}", secret_env: SECRET, allow_http: true, allow_private: [127.0.0.1], level: low }
`);
  homes.push(home);
  return { home, server };
}

const env = { SECRET: 'a-secret-of-enough-length' };

function serve(home: Home, more: Readonly<Record<string, string>> = {}): Running {
  const its = home.start(['serve'], { ...env, ...more });
  running.push(its);
  return its;
}

async function serveUntilKilled(home: Home, point: FailPoint, count: number): Promise<void> {
  const { signal, stderr } = await serve(home, { KUSHI_FAIL_POINT: `${point}:${count}` }).ended;
  expect(signal, `${point}:${count} was passed: ${stderr}`).toBe('SIGKILL');
}

async function outbox(home: Home): Promise<{ readonly notices: number; readonly deliveries: readonly Delivery[] }> {
  const { db, close } = await openState(home.data, { write: false });
  try {
    const notices = await db.selectFrom('notices').selectAll().execute();
    return { notices: notices.length, deliveries: await listDeliveries(db, { most: 1000 }) };
  } finally {
    await close();
  }
}

/** Serves until everything noted was sent, and ends as people end it. */
async function serveUntilSent(home: Home): Promise<readonly Delivery[]> {
  const { process: child, ended } = serve(home);
  await new Promise<void>((listening) => {
    child.stdout?.on('data', (text: string) => /listening on/.test(text) && listening());
    void ended.then(() => listening());
  });
  for (;;) {
    const { notices, deliveries } = await outbox(home);
    if (notices === 0 && deliveries.every(({ status }) => status === 'sent')) break;
    await wait(50);
  }
  child.kill('SIGTERM');
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(0);
  return (await outbox(home)).deliveries;
}

const keysOf = ({ captured }: CaptureServer) => captured.map(({ headers }) => String(headers['kushi-delivery']));

test('killed between commit, message, sending and mark: each message at least once, with one key', async () => {
  const { home, server } = await newHome();
  writeLogs(home, { objects: 10, lines: 40, first, days: 2 });
  const load = await home.run(['load', home.logs], { ...env, KUSHI_FAIL_POINT: 'load.committed:1' });
  expect(load.signal).toBe('SIGKILL');
  const noted = (await outbox(home)).notices;
  expect(noted, 'the commit noted alerts').toBeGreaterThan(0);
  expect((await home.run(['load', home.logs], env)).code).toBe(0);

  await serveUntilKilled(home, 'notify.routed', 1);
  const routed = await outbox(home);
  expect(routed.notices).toBe(0);
  expect(routed.deliveries.length).toBeGreaterThan(3);
  expect(routed.deliveries.map(({ status, attempts }) => [status, attempts])).toContainEqual(['pending', 0]);
  const expected = routed.deliveries.map(({ key }) => key).sort();

  await serveUntilKilled(home, 'notify.counted', 1);
  expect(keysOf(server).filter((key) => !expected.includes(key))).toEqual([]);
  await serveUntilKilled(home, 'notify.sent', 1);
  const [unmarked] = keysOf(server).slice(-1);
  expect((await outbox(home)).deliveries.find(({ key }) => key === unmarked)).toMatchObject({ status: 'pending' });
  await serveUntilKilled(home, 'notify.marked', 2);
  expect(keysOf(server).filter((key) => key === unmarked).length, 'sent again, with its key').toBeGreaterThan(1);

  await serveUntilSent(home);
  expect([...new Set(keysOf(server))].sort()).toEqual(expected);

  const before = server.captured.length;
  expect((await home.run(['load', '--reload', home.logs], env)).code).toBe(0);
  expect((await home.run(['rejects', 'replay'], env)).code).toBe(0);
  const deliveries = await serveUntilSent(home);
  expect(server.captured.length, 'reload and replay send nothing').toBe(before);
  expect(deliveries.map(({ key }) => key).sort()).toEqual(expected);
});
