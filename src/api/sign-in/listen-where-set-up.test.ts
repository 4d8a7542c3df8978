import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { createApp } from '../app.ts';
import { addTestUser } from '../testing/test-server.ts';
import { testService } from '../testing/test-service.ts';
import { listenWhereSetUp } from './listen-where-set-up.ts';
import { firstRunSetup } from './setup.ts';

const state = stateForEach();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(host: string) {
  const setup = await firstRunSetup(state().db);
  const app = await createApp({ service: testService({ db: state().db }), log: null, setup });
  closing.push(async () => app.close());
  const url = await listenWhereSetUp(app, setup, { host, port: 0 });
  return { setup, app, url, address: () => (app.server.address() as AddressInfo | null)?.address };
}

test('until there is an administrator only this machine is listened to, and then everyone, on the same port', async () => {
  const { setup, app, url, address } = await listening('0.0.0.0');
  expect(address()).toBe('127.0.0.1');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const moved = new Promise((resolve) => app.server.once('listening', resolve));
  setup.finish();
  await moved;
  expect(address()).toBe('0.0.0.0');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('with an administrator everyone is listened to at once', async () => {
  await addTestUser(state().db, 'mori', 'admin');
  expect((await listening('0.0.0.0')).address()).toBe('0.0.0.0');
});

test('a server that closes before it is set up stays closed', async () => {
  const { setup, app } = await listening('0.0.0.0');
  await app.close();
  setup.finish();
  await setup.whenDone;
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  expect(app.server.listening).toBe(false);
});

const [own] = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : []));

test.skipIf(own === undefined)('one of this machine’s addresses: the command line is told, and let in', async () => {
  const setup = await firstRunSetup(state().db);
  const localToken = 'l'.repeat(43);
  const app = await createApp({ service: testService({ db: state().db }), log: null, setup, localToken });
  closing.push(async () => app.close());
  const moved = new Promise<string>((resolve) => {
    void listenWhereSetUp(app, setup, { host: String(own), port: 0, onMove: resolve }).then(() => setup.finish());
  });
  const url = await moved;
  expect(url).toBe(`http://${own}:${(app.server.address() as AddressInfo).port}`);
  const authorization = `Bearer ${localToken}`;
  expect((await fetch(`${url}/api/loads`, { headers: { authorization } })).status).toBe(200);
});
