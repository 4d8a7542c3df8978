import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Home } from '../command/home.ts';
import { nginxLines } from '../command/nginx-lines.ts';
import { doorLogType, writeDoorLogType } from './door-log-type.ts';

let home: Home;
beforeEach(() => {
  home = new Home();
  home.write('logs/nginx-access.log', nginxLines(Date.UTC(2026, 4, 1), 30));
});
afterEach(() => home.remove());

const badConfigs: readonly [string, string, RegExp][] = [
  ['is not YAML', 'batch: { rows: 1\n', /^kushi\.yml:\d+:\d+ /m],
  ['has an unknown setting', 'bacth: { rows: 1 }\n', /^kushi\.yml:2:1 CONFIG_INVALID bacth: is not a setting/m],
  ['has a wrong value', 'batch: { rows: 0 }\n', /^kushi\.yml:2:16 CONFIG_INVALID batch\.rows: /m],
  ['has a wrong duration', 'retention: { default: 10 days }\n', /^kushi\.yml:2:23 CONFIG_INVALID .*90d/m],
];

test.each(badConfigs)('a kushi.yml that %s: its place is told, and nothing is written', async (_, config, message) => {
  home.configure(config);
  const { code, stderr } = await home.run(['load', home.logs]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(existsSync(home.data)).toBe(false);
});

const badLogTypes: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
  [
    'an unknown key',
    { 'logtype.yml': `${doorLogType['logtype.yml']}rout: x\n` },
    /logtype\.yml:9:1 KEY_UNKNOWN .*route/,
  ],
  [
    'an unknown field',
    { 'mapping.yml': doorLogType['mapping.yml'].replace('user.name:', 'user.nmae:') },
    /mapping\.yml:9:3 FIELD_UNKNOWN .*user\.name/,
  ],
  [
    'an unknown function',
    { 'mapping.yml': doorLogType['mapping.yml'].replace('time iso', 'tiem iso') },
    /mapping\.yml:6:\d+ FUNCTION_UNKNOWN .*time/,
  ],
  ['no mapping', { 'mapping.yml': '' }, /mapping\.yml/],
];

describe('a broken log type', () => {
  test.each(badLogTypes)(
    'with %s: its place is told, and nothing is loaded before it is mended',
    async (_, changed, message) => {
      home.configure('logtypes: [own]\n');
      writeDoorLogType(home, changed);
      const { code, stderr } = await home.run(['load', home.logs]);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/LOGTYPE_INVALID/);
      expect(code).toBe(2);
      expect(existsSync(home.data)).toBe(false);
      writeDoorLogType(home);
      expect((await home.run(['load', home.logs])).code).toBe(0);
      expect(await home.count()).toBe(30);
    },
  );

  test('leaves what is stored searchable', async () => {
    expect((await home.run(['load', home.logs])).code).toBe(0);
    home.configure('logtypes: [own]\n');
    writeDoorLogType(home, { 'mapping.yml': '' });
    expect(await home.count()).toBe(30);
  });
});

test('a broken rule: its place is told, it is left out, and the others find what they find', async () => {
  home.write('logs/nginx-access.log', nginxLines(Date.UTC(2026, 4, 1), 30));
  home.configure('rules: [own]\n');
  home.write(
    'own/broken.yml',
    `title: Broken
id: 7d3c0d3e-6f8f-4b57-9d1c-000000000001
status: test
logsource: { category: webserver, product: nginx }
detection:
  selection: { url.path: /.env }
  condition: selection and
level: low
`,
  );
  const { code, stderr } = await home.run(['load', home.logs]);
  expect(stderr).toMatch(/broken\.yml:7:\d+ RULE_CONDITION_SYNTAX /);
  expect(code).toBe(0);
  const alerts = await home.ask<{ rule: unknown }>(['alerts']);
  expect(alerts.length).toBeGreaterThan(0);
  expect(existsSync(join(home.data, 'state.db'))).toBe(true);
});
