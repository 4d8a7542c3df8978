import { expect, test } from 'vitest';
import { listSettings } from './list-settings.ts';
import { parseConfig } from './load-config.ts';

const config = parseConfig(
  [
    'sources: { web: { location: /var/log/nginx } }',
    'server: { port: 5781 }',
    'destinations:',
    '  team: { kind: slack, url: "https://hooks.slack.com/services/T000/B000/secret" }',
  ].join('\n'),
  'kushi.yml',
);
const find = (path: string, env = {}) => listSettings(config, env).find((setting) => setting.path === path);

test.each([
  ['server.port', { value: 5781, default: 5780, setBy: 'file' }],
  ['server.host', { value: '127.0.0.1', setBy: 'default' }],
  ['sources', { value: ['web'], setBy: 'file' }],
  ['sources.web.location', { value: '/var/log/nginx', setBy: 'file' }],
  ['sources.web.type', { value: null, setBy: 'default' }],
  ['destinations.team.url', { value: 'https://hooks.slack.com/••••', setBy: 'file' }],
  ['destinations.team.level', { value: 'medium', default: 'medium', setBy: 'default' }],
])('%s', (path, expected) => {
  expect(find(path)).toMatchObject(expected);
});

test('what the environment sets is said so', () => {
  expect(find('server.port', { KUSHI_PORT: '5781' })).toMatchObject({
    setBy: 'environment',
    environment: 'KUSHI_PORT',
  });
});

test('no secret is in it', () => {
  expect(JSON.stringify(listSettings(config, {}))).not.toContain('secret"');
});
