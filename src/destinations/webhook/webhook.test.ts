import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sampleAnswer } from '../../answer/testing/sample-answer.ts';
import type { WebhookConfig } from '../../config/destinations.ts';
import { describeDestination } from '../contract.ts';
import { startCaptureServer } from '../testing/capture-server.ts';
import { httpFixture, openOptions } from '../testing/http-fixture.ts';
import { exampleMessage, hostileMessage } from '../testing/messages.ts';
import { openWebhook } from './webhook.ts';

const secret = 'a-secret-of-enough-length';
const config: WebhookConfig = {
  kind: 'webhook',
  level: 'medium',
  language: 'en',
  zone: 'UTC',
  allow_private: ['127.0.0.1'],
  allow_http: true,
  secret_env: 'SECRET',
};
const options = { ...openOptions, env: { SECRET: secret } };
const send = { key: 'k', signal: new AbortController().signal };

describeDestination(
  'webhook',
  () =>
    httpFixture({
      secrets: [secret],
      open: (url, { language, allowPrivate }, its) =>
        openWebhook(
          'soar',
          { ...config, url, language, allow_private: [...allowPrivate] },
          { ...options, ...its, env: options.env },
        ),
    }),
  { retryAfterMs: 7000 },
);

/** A block of code of docs/destinations.md. */
function documented(language: string): string {
  const [, code] =
    new RegExp(`\\n\`\`\`${language}\\n([^]*?)\\n\`\`\``).exec(readFileSync('docs/destinations.md', 'utf8')) ?? [];
  return code;
}

/** What the documented checks get to see: secret, header, body, and seconds since 1970. */
const tries: readonly [string, (signed: Signed) => Signed, boolean][] = [
  ['as it came', (signed) => signed, true],
  ['late, within five minutes', (signed) => ({ ...signed, now: signed.now + 299 }), true],
  ['long after', (signed) => ({ ...signed, now: signed.now + 301 }), false],
  ['with another secret', (signed) => ({ ...signed, secret: `${signed.secret}x` }), false],
  ['with another body', (signed) => ({ ...signed, body: `${signed.body} ` }), false],
  ['with another time', (signed) => ({ ...signed, header: signed.header.replace(/t=\d+/, 't=1795486501') }), false],
  ['without a signature', (signed) => ({ ...signed, header: 't=1795486500' }), false],
];

interface Signed {
  readonly secret: string;
  readonly header: string;
  readonly body: string;
  readonly now: number;
}

async function signed(): Promise<Signed> {
  const server = await startCaptureServer();
  await openWebhook('soar', { ...config, url: server.url }, options).send(exampleMessage(), send);
  const { headers, body } = server.captured[0];
  await server.stop();
  return { secret, header: String(headers['kushi-signature']), body, now: 1_795_486_500 };
}

test.each(tries)('the documented check of the signature: %s', async (_, change, isTaken) => {
  const its = change(await signed());
  const script = `data:text/javascript,${encodeURIComponent(documented('js'))}`;
  const { isFromKushi } = await import(/* @vite-ignore */ script);
  expect(isFromKushi(its.secret, its.header, its.body, its.now)).toBe(isTaken);
});

const hasPython = spawnSync('python3', ['-c', 'float | None']).status === 0;

test.skipIf(!hasPython)(
  hasPython ? 'the check in Python says the same' : 'the check in Python says the same (skipped: no python3 of 3.10)',
  async () => {
    const first = await signed();
    const cases = tries.map(([, change]) => change(first));
    const script = `${documented('python')}
import json, sys
for one in json.load(sys.stdin):
    print(is_from_kushi(one["secret"].encode(), one["header"], one["body"].encode(), one["now"]))
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(cases), encoding: 'utf8' });
    expect(stdout.trim().split('\n'), stderr).toEqual(tries.map(([, , isTaken]) => (isTaken ? 'True' : 'False')));
  },
);

test('the body is JSON of facts, times in RFC 3339', async () => {
  const server = await startCaptureServer();
  await openWebhook('soar', { ...config, url: server.url }, options).send(exampleMessage(), send);
  expect(JSON.parse(server.captured[0].body)).toMatchObject({
    version: 1,
    key: 'k',
    destination: 'soar',
    text: 'Critical · Stolen credentials used from outside AWS · app-web-role · A-1042',
    kind: 'first',
    number: 1,
    alert: { number: 1042, level: 'critical', first: '2026-11-24T02:14:05Z' },
    added: { matches: 37 },
    answer: null,
  });
  await server.stop();
});

test('a whole answer goes with it', async () => {
  const server = await startCaptureServer();
  const message = exampleMessage({ answer: sampleAnswer });
  await openWebhook('soar', { ...config, url: server.url }, options).send(message, send);
  const { answer } = JSON.parse(server.captured[0].body);
  expect(answer.alert.number).toBe('A-1042');
  expect(answer.asked).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(answer.who.short).toBe(sampleAnswer.who.short);
  await server.stop();
});

test('log text stands in it as in the log, but for its length', async () => {
  const server = await startCaptureServer();
  const message = hostileMessage();
  await openWebhook('soar', { ...config, url: server.url }, options).send(message, send);
  const { alert } = JSON.parse(server.captured[0].body);
  expect(alert.title.slice(0, 60)).toBe(message.alert.title.slice(0, 60));
  expect(alert.title.length).toBe(4096);
  await server.stop();
});

test.each([
  ['no secret', {}, /secret_env: the environment variable SECRET is not set/],
  ['a short secret', { SECRET: 'short' }, /shorter than 16 characters/],
])('%s is told at the start', (_, env, message) => {
  expect(() => openWebhook('soar', { ...config, url: 'https://example.com' }, { ...options, env })).toThrow(message);
});
