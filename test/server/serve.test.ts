import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Home } from '../command/home.ts';
import { nginxLines } from '../command/nginx-lines.ts';
import { serve, until } from './serving.ts';

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => home.remove());

const lines = (count: number) => nginxLines(Date.UTC(2026, 0, 5), count);

/** A file that nobody has written to for a while. */
function quietFile(name: string, content: string): string {
  const path = home.write(name, content);
  const before = new Date(Date.now() - 60_000);
  utimesSync(path, before, before);
  return path;
}

test('it lives, is ready soon, and ends when asked', async () => {
  const server = await serve(home);
  expect((await server.get('/healthz')).status).toBe(200);
  await until(
    () => server.get('/readyz'),
    ({ status }) => status === 200,
  );
  expect(statSync(join(home.data, 'server.json')).mode & 0o777).toBe(0o600);
  const { code, stdout } = await server.stop();
  expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, `listening on ${server.url}`]);
  expect(existsSync(join(home.data, 'server.json'))).toBe(false);
});

test('the command line loads through it, and reads beside it', async () => {
  const server = await serve(home);
  const path = home.write('logs/access.log', lines(100));
  const first = await home.run(['load', path, '--json']);
  expect(first.code).toBe(0);
  const { objects, records } = JSON.parse(first.stdout.trim()) as Record<string, Record<string, number>>;
  expect([objects.loaded, objects.known, records.events]).toEqual([1, 0, 100]);
  const again = await home.run(['load', 'logs/access.log', '--json']);
  expect(JSON.parse(again.stdout.trim()).objects.known).toBe(1);
  expect(await home.count()).toBe(100);
  await server.stop();
  expect(await home.count()).toBe(100);
});

test.each([
  ['a path that is not there', ['load', 'nowhere'], 2, /SOURCE_NOT_FOUND/],
  ['a log type that is not there', ['load', 'kushi.yml', '--type', 'aws.cloudtrial'], 2, /aws\.cloudtrail/],
  ['standard input', ['load', '-'], 2, /Standard input/],
])('%s is told as without a server', async (_, words, code, message) => {
  const server = await serve(home);
  const ended = await home.run(words);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)]);
  await server.stop();
});

test('a second server on the folder, or on the port, is told who is there', async () => {
  const server = await serve(home);
  const { port } = new URL(server.url);
  const folder = await home.run(['serve', '--port', '0']);
  expect([folder.code, folder.stderr]).toEqual([75, expect.stringContaining('DATA_FOLDER_IN_USE')]);
  const samePort = await home.run(['--data', join(home.folder, 'other'), 'serve', '--port', port]);
  expect([samePort.code, samePort.stderr]).toEqual([2, expect.stringContaining('PORT_IN_USE')]);
  if (process.platform === 'linux') expect(samePort.stderr).toContain(String(server.process.pid));
  await server.stop();
});

test('what is new in a source is loaded by itself, once', async () => {
  home.configure('sources:\n  web: { location: logs, poll: 1s }\n');
  quietFile('logs/first.log', lines(10));
  const server = await serve(home);
  await until(
    () => home.count().catch(() => 0),
    (count) => count === 10,
  );
  quietFile('logs/second.log', lines(7));
  await until(
    () => home.count(),
    (count) => count === 17,
  );
  await until(
    async () => (await server.get('/metrics')).text(),
    (text) => text.includes('kushi_events_total{dataset="nginx.access"} 17'),
  );
  await server.stop();
  const { objects } = await home.ledger();
  expect([objects.offered, objects.loaded, objects.known]).toEqual([2, 2, 0]);
});

test('a file that has grown is not stored twice', async () => {
  home.configure('sources:\n  web: { location: logs, poll: 1s }\n');
  quietFile('logs/access.log', lines(10));
  const server = await serve(home);
  await until(
    () => home.count().catch(() => 0),
    (count) => count === 10,
  );
  quietFile('logs/access.log', lines(20));
  quietFile('logs/other.log', lines(3));
  await until(
    () => home.count(),
    (count) => count > 10,
  );
  expect(await home.count()).toBe(13);
  const { stderr } = await server.stop();
  expect(stderr).toContain('has changed since it was loaded');
});

test('after a power cut the next one begins, and nothing is lost or doubled', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `logs/${index}.log`);
  for (const name of names) home.write(name, lines(2000));
  const server = await serve(home);
  const answer = await server.post('/api/loads', { kind: 'load', names: [home.logs] });
  expect(answer.status).toBe(200);
  await until(
    () => home.count().catch(() => 0),
    (count) => count > 0,
  );
  await server.kill();
  expect(existsSync(join(home.data, 'server.json'))).toBe(true);
  const next = await serve(home);
  expect((await home.run(['load', home.logs])).code).toBe(0);
  expect(await home.count()).toBe(40_000);
  await next.stop();
});

test('the stale address of a killed server keeps nobody out', async () => {
  const server = await serve(home);
  await server.kill();
  writeFileSync(join(home.data, 'server.json'), '{"url":"http://127.0.0.1:1","token":"x"}');
  const path = home.write('logs/access.log', lines(5));
  expect((await home.run(['load', path])).code).toBe(0);
  expect(await home.count()).toBe(5);
});
