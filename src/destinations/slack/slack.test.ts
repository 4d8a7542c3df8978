import { expect, test } from 'vitest';
import type { Answer } from '../../answer/answer.ts';
import { sampleAnswer } from '../../answer/testing/sample-answer.ts';
import type { SlackConfig } from '../../config/destinations.ts';
import { describeDestination } from '../contract.ts';
import { startCaptureServer } from '../testing/capture-server.ts';
import { httpFixture, openOptions } from '../testing/http-fixture.ts';
import { exampleMessage, hostileMessage } from '../testing/messages.ts';
import { openSlack } from './slack.ts';

const config: SlackConfig = {
  kind: 'slack',
  level: 'medium',
  language: 'en',
  zone: 'Asia/Tokyo',
  allow_private: ['127.0.0.1'],
  allow_http: true,
};

describeDestination(
  'slack',
  () =>
    httpFixture({
      secrets: [],
      open: (url, { language, allowPrivate }, options) =>
        openSlack('team', { ...config, url, language, allow_private: [...allowPrivate] }, options),
    }),
  { retryAfterMs: 7000 },
);

test('nothing in a message mentions, formats or is looked up', async () => {
  const server = await startCaptureServer();
  const slack = openSlack('team', { ...config, url: server.url }, openOptions);
  await slack.send(hostileMessage(), { key: 'k', signal: new AbortController().signal });
  const { text, unfurl_links, unfurl_media } = JSON.parse(server.captured[0].body);
  expect(text).not.toMatch(/<!|@here|\*x\*|<script/);
  expect({ unfurl_links, unfurl_media }).toEqual({ unfurl_links: false, unfurl_media: false });
  await server.stop();
});

test('a plain message says what it knows, with times in the zone', async () => {
  const server = await startCaptureServer();
  const slack = openSlack('team', { ...config, url: server.url }, openOptions);
  await slack.send(exampleMessage(), { key: 'k', signal: new AbortController().signal });
  expect(JSON.parse(server.captured[0].body).text).toContain(
    '37 events: 2026-11-24 11:14:05 JST to 2026-11-24 11:15:05 JST',
  );
  await server.stop();
});

test('blocks that Slack does not take are sent as plain text, with the same key', async () => {
  const server = await startCaptureServer();
  server.reply((response, { body }) => {
    if (JSON.parse(body).blocks === undefined) response.end('ok');
    else response.writeHead(400).end('invalid_blocks');
  });
  const slack = openSlack('team', { ...config, url: server.url }, openOptions);
  const message = exampleMessage({ answer: sampleAnswer });
  const { detail } = await slack.send(message, { key: 'k', signal: new AbortController().signal });
  expect(detail).toMatch(/answered 200 to the plain form$/);
  expect(server.captured.map(({ headers, body }) => [headers['kushi-delivery'], 'blocks' in JSON.parse(body)])).toEqual(
    [
      ['k', true],
      ['k', false],
    ],
  );
  await server.stop();
});

test('an answer that cannot be put into blocks goes out as plain text', async () => {
  const server = await startCaptureServer();
  const slack = openSlack('team', { ...config, url: server.url }, openOptions);
  const answer = { alert: {} } as unknown as Answer;
  await slack.send(exampleMessage({ answer }), { key: 'k', signal: new AbortController().signal });
  expect(JSON.parse(server.captured[0].body)).toMatchObject({ text: expect.stringMatching(/^Critical · Stolen/) });
  expect(server.captured[0].body).not.toContain('blocks');
  await server.stop();
});
