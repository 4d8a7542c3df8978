import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { KushiError } from '../core/error/error.ts';
import { openDestinations } from './open-destinations.ts';
import { openOptions } from './testing/http-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'kushi-destinations-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secretUrl = 'https://hooks.example.com/services/verysecrettoken';
const env = {
  URL: secretUrl,
  SECRET: 'a-secret-of-enough-length',
  EMPTY: '',
  NONE: 'no url',
  PLAIN: 'http://example.com',
};

/** Opens destinations as the server does, from a text of kushi.yml. */
function open(destinations: string) {
  const file = join(folder, 'kushi.yml');
  writeFileSync(file, `destinations:\n  one: ${destinations}\n`);
  return openDestinations(loadConfig({ file, env: {}, cwd: '/' }).destinations, { ...openOptions, env });
}

test('each kind is opened by its settings, secrets from the environment or from files beside kushi.yml', () => {
  writeFileSync(join(folder, 'url'), `${secretUrl}\n`);
  writeFileSync(join(folder, 'secret'), 'a-secret-of-enough-length\n');
  const texts = [
    '{ kind: slack, url_env: URL }',
    '{ kind: slack, url_file: url }',
    '{ kind: slack, url: "https://hooks.example.com/" }',
    '{ kind: webhook, url_env: URL, secret_file: secret }',
    '{ kind: email, host: h, from: a@example.com, to: [b@example.com], user: u, password_file: secret }',
  ];
  expect(texts.flatMap(open).map(({ name, config }) => [name, config.kind])).toEqual(
    ['slack', 'slack', 'slack', 'webhook', 'email'].map((kind) => ['one', kind]),
  );
});

describe('a secret that is not there or not right is told at the start, and not repeated', () => {
  test.each([
    ['{ kind: slack, url_env: UNSET }', 'destinations.one: url_env: the environment variable UNSET is not set.'],
    ['{ kind: slack, url_env: EMPTY }', 'destinations.one: url_env: the environment variable EMPTY is not set.'],
    ['{ kind: slack, url_env: NONE }', 'destinations.one: url: what it holds is no URL.'],
    [
      '{ kind: slack, url_env: PLAIN }',
      'destinations.one: url: http:// is not sent to. Use https, or set allow_http for this destination.',
    ],
    [
      '{ kind: slack, url: "https://a:verysecrettoken@example.com" }',
      'destinations.one: url: A URL with a user name or password in it is not sent to.',
    ],
    ['{ kind: slack, url_file: none }', `destinations.one: url_file: the file ${folder}/none cannot be read (ENOENT).`],
  ])('%s', (text, message) => {
    let thrown: unknown;
    try {
      open(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(KushiError);
    expect(thrown).toMatchObject({ code: 'DESTINATION_INVALID', message });
    expect((thrown as Error).stack).not.toContain('verysecrettoken');
  });
});
