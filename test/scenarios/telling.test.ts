import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load-config.ts';
import { openDestinations } from '../../src/destinations/open-destinations.ts';
import { type CaptureServer, startCaptureServer } from '../../src/destinations/testing/capture-server.ts';
import { openOptions } from '../../src/destinations/testing/http-fixture.ts';
import { type SmtpCapture, startSmtpCapture } from '../../src/destinations/testing/smtp-capture.ts';
import { startNotifier } from '../../src/pipeline/notify/notifier.ts';
import { askHere } from '../../src/questions/testing/ask-here.ts';
import { nsText } from '../../src/state/ns.ts';
import { listDeliveries } from '../../src/state/outbox/list-deliveries.ts';
import { linkAlerts } from '../../src/state/stories.ts';
import { type DemoServer, demoEnd, startDemoServer } from './testing/demo-server.ts';

let server: DemoServer;
let captured: CaptureServer;
let mail: SmtpCapture;

/** The demo as if it had just happened: its alerts of the last day are told to everybody. */
beforeAll(async () => {
  [server, captured, mail] = await Promise.all([startDemoServer(), startCaptureServer(), startSmtpCapture()]);
  const { db, engine, content } = server.data;
  const clock = () => BigInt(Date.parse(demoEnd)) * 1_000_000n;
  const config = parseConfig(settings(captured.url, mail.port), 'kushi.yml');
  const ask = askHere({ config, content, engine, db, clock });
  const alerts = await db.selectFrom('alerts').selectAll().where('severity', '>=', 3).execute();
  await db.updateTable('alerts').set({ in_history: 0 }).execute();
  await db
    .insertInto('notices')
    .values(alerts.map(({ id, count }) => ({ alert: id, at: nsText(clock()), matches: count })))
    .execute();
  const stop = new AbortController();
  const notifier = await startNotifier({
    db,
    clock,
    random: () => 0,
    destinations: openDestinations(config.destinations, { ...openOptions, clock, env: { SECRET: 'x'.repeat(32) } }),
    answer: (alert, signal) => ask('alert.answer', { alert }, { signal }),
    answerMs: 600_000,
    linkStories: async (ids) => {
      await linkAlerts(db, await ask('stories.givers', ids));
    },
    baseUrl: config.base_url ?? null,
    signal: stop.signal,
    onChange: () => {},
    onOutcome: () => {},
    onProblem: ({ error }) => {
      throw error;
    },
  });
  for (;;) {
    const rows = await listDeliveries(db, { most: 1000 });
    if (rows.length > 0 && rows.every(({ status }) => status === 'sent')) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  stop.abort();
  await notifier.ended;
});

afterAll(async () => {
  await Promise.all([server?.close(), captured?.stop(), mail?.stop()]);
});

function settings(url: string, port: number): string {
  const to = 'allow_private: [127.0.0.1], level: high';
  return `base_url: https://kushi.example.com
destinations:
  english: { kind: slack, url: "${url}/en", allow_http: true, ${to} }
  japanese: { kind: slack, url: "${url}/ja", language: ja, zone: Asia/Tokyo, allow_http: true, ${to} }
  soar: { kind: webhook, url: "${url}/soar", secret_env: SECRET, allow_http: true, ${to} }
  duty: { kind: email, host: 127.0.0.1, port: ${port}, tls: none, from: kushi@example.com, to: [duty@example.com], ${to} }
`;
}

const sentTo = (path: string) =>
  captured.captured.filter((one) => one.path === path).map(({ body }) => JSON.parse(body));

const textOf = (body: unknown) => JSON.stringify(body);

test('the incident is one message to each destination', () => {
  expect(['/en', '/ja', '/soar'].map((path) => sentTo(path).length)).toEqual([1, 1, 1]);
  expect(mail.mails).toHaveLength(1);
  expect(sentTo('/soar')[0].added.alerts.length).toBeGreaterThan(3);
});

test('to Slack it says in either language what else they did, and what could not be seen', () => {
  const [english] = sentTo('/en');
  expect(english.text).toBe('▮▮▮▮ Critical · CloudTrail logging stopped or deleted · 210987654321');
  expect(textOf(english)).toMatch(/Did they do more\? YES\./);
  expect(textOf(english)).toMatch(/Cannot see:.*aws\.cloudtrail of 210987654321 after 02:28, stopped by cdn-purge/);
  expect(textOf(english)).toContain('CreateUser → cdn-purge');
  expect(textOf(english)).toMatch(/https:\/\/kushi\.example\.com\/alerts\/A-\d+\?focus=take/);
  const [japanese] = sentTo('/ja');
  expect(japanese.text).toBe('▮▮▮▮ 重大 · CloudTrailの記録の停止または削除 · 210987654321');
  expect(textOf(japanese)).toMatch(/他に何かしたか：はい。/);
  expect(textOf(japanese)).toMatch(/未確認:.*11:28以降の210987654321のaws.cloudtrail（cdn-purgeが停止）/);
  expect(textOf(japanese)).toContain('CreateUser → cdn-purge');
});

test('the mail is complete as text and as HTML', () => {
  const [{ mail: its, recipients }] = mail.mails;
  expect(recipients).toEqual(['duty@example.com']);
  expect(its.subject).toMatch(
    /^\[Kushi\]\[Critical\] CloudTrail logging stopped or deleted — cdn-purge \(210987654321\) A-\d+$/,
  );
  for (const part of [its.text, its.html || '']) {
    expect(part).toMatch(/Did they do more\? YES\./);
    expect(part).toMatch(/was stopped by cdn-purge with StopLogging/);
    expect(part).toContain('aws cloudtrail start-logging --name company-trail');
  }
});

test('the webhook gets the facts', () => {
  const [{ answer, alert }] = sentTo('/soar');
  expect(alert).toMatchObject({ level: 'critical', first: '2026-03-19T02:28:01Z' });
  expect(answer).toMatchObject({ more: 'yes', who: { short: 'cdn-purge' } });
  expect(answer.gaps.length).toBeGreaterThan(0);
});
