import { createHmac } from 'node:crypto';
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

test('the body is signed with its time, as docs/destinations.md says', async () => {
  const server = await startCaptureServer();
  await openWebhook('soar', { ...config, url: server.url }, options).send(exampleMessage(), send);
  const { headers, body } = server.captured[0];
  const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['kushi-signature'])) ?? [];
  expect(seconds).toBe('1795486500');
  expect(hex).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
  await server.stop();
});

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
