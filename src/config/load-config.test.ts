import { describe, expect, test } from 'vitest';
import { formatProblem, KushiError } from '../core/error/error.ts';
import { loadConfig, parseConfig } from './load-config.ts';

describe('parseConfig', () => {
  test('an empty file is all defaults', () => {
    const config = parseConfig('', 'kushi.yml');
    expect(config.data).toBe('./data');
    expect(config.batch).toEqual({ rows: 65536, seconds: 5 });
    expect(config.retention).toEqual({});
  });

  test.each([
    ['data: 5', 'kushi.yml:1:7 CONFIG_INVALID data: must be a string, not number'],
    ['geo:\n  citty: a.mmdb', 'kushi.yml:2:3 CONFIG_INVALID geo.citty: is not a setting. Did you mean "city"?'],
    [
      'sources:\n  web: { location: a, tpye: nginx.access }',
      'kushi.yml:2:23 CONFIG_INVALID sources.web.tpye: is not a setting. Did you mean "type"?',
    ],
    [
      'colour: blue',
      'kushi.yml:1:1 CONFIG_INVALID colour: is not a setting; all settings are in docs/configuration.md',
    ],
    [
      'retention:\n  default: 365',
      'kushi.yml:2:12 CONFIG_INVALID retention.default: a duration is a whole number and s, m, h or d, such as 90d',
    ],
    [
      'retention:\n  default: 90 days',
      'kushi.yml:2:12 CONFIG_INVALID retention.default: a duration is a whole number and s, m, h or d, such as 90d',
    ],
    [
      'destinations:\n  a: { kind: slack, url_env: A, levle: high }',
      'kushi.yml:2:33 CONFIG_INVALID destinations.a.levle: is not a setting. Did you mean "level"?',
    ],
    [
      'destinations:\n  a: { kind: slack }',
      'kushi.yml:2:6 CONFIG_INVALID destinations.a: must have one of url, url_env, url_file',
    ],
    [
      'destinations:\n  a: { kind: slack, url: "https://example.com", url_env: A }',
      'kushi.yml:2:6 CONFIG_INVALID destinations.a: must have one of url, url_env, url_file',
    ],
    [
      'destinations:\n  a: { url: b }',
      'kushi.yml:2:6 CONFIG_INVALID destinations.a.kind: must be slack, email or webhook',
    ],
    [
      'destinations:\n  A: { kind: slack, url_env: A }',
      'kushi.yml:2:6 CONFIG_INVALID destinations.A: a name is made of a-z, 0-9, - and _',
    ],
    [
      'destinations:\n  a: { kind: slack, url_env: A, zone: Asia/Tokio }',
      'kushi.yml:2:39 CONFIG_INVALID destinations.a.zone: must be a time zone such as Asia/Tokyo',
    ],
    [
      'destinations:\n  a: { kind: email, host: h, from: a@example.com, to: [b@example.com], user: a }',
      'kushi.yml:2:6 CONFIG_INVALID destinations.a: must have one of password_env, password_file',
    ],
    ['data: a\ndata: b', 'kushi.yml:2:1 CONFIG_INVALID Map keys must be unique.'],
  ])('%j is refused where it stands', (text, expected) => {
    expect(problemsOf(() => parseConfig(text, 'kushi.yml'))).toEqual([expected]);
  });

  test('all problems of a file are told at once', () => {
    expect(problemsOf(() => parseConfig('data: 5\nbatch: { rows: 0, seconds: no }\n', 'kushi.yml'))).toHaveLength(3);
  });
});

test('the environment wins over the file', () => {
  const env = {
    KUSHI_DATA: 'elsewhere',
    KUSHI_BATCH_ROWS: '100',
    KUSHI_HOST: '0.0.0.0',
    KUSHI_PORT: '80',
    KUSHI_LOG_LEVEL: 'warn',
  };
  const { data, batch, server } = loadConfig({ env, cwd: '/srv' });
  expect([data, batch.rows]).toEqual(['/srv/elsewhere', 100]);
  expect([server.host, server.port, server.log_level]).toEqual(['0.0.0.0', 80, 'warn']);
});

test('a wrong value in the environment is named', () => {
  expect(() => loadConfig({ env: { KUSHI_BATCH_ROWS: 'many' }, cwd: '/srv' })).toThrow(/^KUSHI_BATCH_ROWS: /);
});

function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof KushiError) return error.problems.map(formatProblem);
    throw error;
  }
  return [];
}
