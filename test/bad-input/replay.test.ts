import { afterEach, beforeEach, expect, test } from 'vitest';
import { Home } from '../command/home.ts';
import { nginxLines } from '../command/nginx-lines.ts';
import { doorLogType, fixedMapping, writeDoorLogType } from './door-log-type.ts';

let home: Home;
beforeEach(() => {
  home = new Home('logtypes: [own]\n');
  writeDoorLogType(home);
});
afterEach(() => home.remove());

/** Objects of ten records, of which the mapping takes seven. */
const lines = Array.from({ length: 10 }, (_, index) => {
  const verb = index % 4 === 1 ? 'closed' : 'opened';
  return `2026-05-01T00:00:0${index}Z ${index % 2 === 0 ? 'alice' : 'bob'} ${verb} gate-${index}\n`;
}).join('');

async function succeed(words: readonly string[]): Promise<void> {
  const { code, stderr } = await home.run(words);
  expect(code, stderr).toBe(0);
}

test('replay after a fix: rejects become events, and nothing else changes', async () => {
  for (const name of ['door-1.log', 'door-2.log']) home.write(`logs/${name}`, lines);
  home.write('logs/nginx-access.log', nginxLines(Date.UTC(2026, 4, 1), 30));
  await succeed(['load', home.logs]);
  expect((await home.ledger()).records).toMatchObject({ read: 50, events: 44, rejects: 6 });
  expect(await home.ask(['rejects', 'list'])).toMatchObject([{ code: 'NO_PATTERN', logType: 'acme.door', count: 6 }]);

  await succeed(['rejects', 'replay']);
  expect((await home.ledger()).records, 'without a fix they stay rejects').toMatchObject({ events: 44, rejects: 6 });

  writeDoorLogType(home, { 'mapping.yml': fixedMapping });
  await succeed(['rejects', 'replay']);
  expect((await home.ledger()).records).toMatchObject({ read: 50, events: 50, rejects: 0 });
  expect(await home.ask(['rejects', 'list'])).toEqual([]);
  expect(await home.count('event.dataset: acme.door')).toBe(20);
  expect(await home.count('event.dataset: nginx.access')).toBe(30);
});

test('what --type said when it was loaded holds when it is replayed', async () => {
  const unrecognized = { 'logtype.yml': doorLogType['logtype.yml'].replace('????-??-??T* * * *', 'DOOR *') };
  writeDoorLogType(home, unrecognized);
  await succeed(['load', '--type', 'acme.door', home.write('logs/notes.txt', lines)]);
  expect((await home.ledger()).records).toMatchObject({ events: 7, rejects: 3 });
  writeDoorLogType(home, { ...unrecognized, 'mapping.yml': fixedMapping });
  await succeed(['rejects', 'replay']);
  expect((await home.ledger()).records).toMatchObject({ events: 10, rejects: 0 });
});
