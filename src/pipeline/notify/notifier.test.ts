import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../answer/answer.ts';
import type { WebhookConfig } from '../../config/destinations.ts';
import type { Destination } from '../../destinations/destination.ts';
import { SendError } from '../../destinations/send-error.ts';
import {
  type CaptureServer,
  type Reply,
  startCaptureServer,
  takeIt,
} from '../../destinations/testing/capture-server.ts';
import { openOptions } from '../../destinations/testing/http-fixture.ts';
import { openWebhook } from '../../destinations/webhook/webhook.ts';
import { type Delivery, listDeliveries } from '../../state/outbox/list-deliveries.ts';
import { pendingNotices, routeNotices } from '../../state/outbox/route-notices.ts';
import { putAlert, putNotice } from '../../state/outbox/testing/put-alert.ts';
import { stateForEach } from '../../state/testing/state-for-each.ts';
import { type Notifier, type NotifierOptions, startNotifier } from './notifier.ts';
import type { NotifyProblem } from './notify-context.ts';

const state = stateForEach();
const second = 1_000_000_000n;
const minute = 60n * second;

let now = 1_795_486_445n * second;
const servers: CaptureServer[] = [];
const stops: AbortController[] = [];
const ends: Promise<void>[] = [];
const problems: NotifyProblem[] = [];
const outcomes: string[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await Promise.all(ends.splice(0));
  for (const server of servers.splice(0)) await server.stop();
  problems.length = 0;
  outcomes.length = 0;
});

const config: WebhookConfig = {
  kind: 'webhook',
  level: 'low',
  language: 'en',
  zone: 'UTC',
  allow_private: ['127.0.0.1'],
  allow_http: true,
  secret_env: 'SECRET',
};

/** A webhook at a server of its own. */
async function webhook(
  name: string,
  { reply = takeIt, ...changed }: Partial<WebhookConfig> & { reply?: Reply } = {},
): Promise<{ readonly destination: Destination; readonly server: CaptureServer }> {
  const server = await startCaptureServer();
  servers.push(server);
  server.reply(reply);
  const options = { ...openOptions, env: { SECRET: 'a-secret-of-enough-length' } };
  return { destination: openWebhook(name, { ...config, url: server.url, ...changed }, options), server };
}

async function start(
  destinations: readonly Destination[],
  changed: Partial<NotifierOptions> = {},
): Promise<Notifier & { readonly stop: AbortController }> {
  const stop = new AbortController();
  stops.push(stop);
  const notifier = await startNotifier({
    db: state().db,
    clock: () => now,
    random: () => 0,
    destinations,
    answer: async () => null,
    linkStories: async () => {},
    baseUrl: 'https://kushi.example.com/',
    onChange: () => {},
    onOutcome: (destination, status) => outcomes.push(`${destination} ${status}`),
    onProblem: (problem) => problems.push(problem),
    signal: stop.signal,
    ...changed,
  });
  ends.push(notifier.ended);
  return { ...notifier, stop };
}

async function notice(number: number, changed: Parameters<typeof putAlert>[1] = { number }): Promise<string> {
  const known = await state().db.selectFrom('alerts').select('id').where('number', '=', number).executeTakeFirst();
  const alert = known?.id ?? (await putAlert(state().db, { ...changed, number }));
  await putNotice(state().db, alert, 2, now);
  return alert;
}

/** Makes messages of what was noted, and sends none. */
async function routeAll({ name }: Destination): Promise<void> {
  const routes = [{ destination: name, accepts: () => true }];
  const { db } = state();
  await routeNotices(db, await pendingNotices(db, 9), { routes, now, gap: minute, oldest: minute });
}

const deliveries = (): Promise<Delivery[]> => listDeliveries(state().db, { most: 100 });

/** Waits until the outbox is as wanted. */
async function until(isReached: (rows: readonly Delivery[]) => boolean): Promise<Delivery[]> {
  for (;;) {
    const rows = await deliveries();
    if (isReached(rows)) return rows;
    await wait(5);
  }
}

const bodies = ({ captured }: CaptureServer) => captured.map(({ body }) => JSON.parse(body));
const keys = ({ captured }: CaptureServer) => captured.map(({ headers }) => headers['kushi-delivery']);
const all = (status: Delivery['status']) => (rows: readonly Delivery[]) =>
  rows.length > 0 && rows.every((row) => row.status === status);

test('what a commit noted is told to each destination that wants it, with what the alert says', async () => {
  const [team, duty] = [await webhook('team'), await webhook('duty', { level: 'critical' })];
  const answer = { asked: 5n } as unknown as Answer;
  const notifier = await start([team.destination, duty.destination], { answer: async () => answer });
  await notice(1042, { number: 1042, level: 'high' });
  notifier.wake();
  await until(all('sent'));
  expect(bodies(team.server)).toMatchObject([
    {
      kind: 'first',
      number: 1,
      alert: { number: 1042, level: 'high', entity: { value: 'app-web-role' } },
      added: { matches: 2 },
      answer: { asked: '1970-01-01T00:00:00.000000005Z' },
      links: {
        alert: 'https://kushi.example.com/alerts/A-1042',
        story: 'https://kushi.example.com/actor/user.name%3Aapp-web-role?around=A-1042',
        take: 'https://kushi.example.com/alerts/A-1042?focus=take',
      },
    },
  ]);
  expect(duty.server.captured).toEqual([]);
});

test('a story goes on in messages of its own, each with what was added, as many minutes later', async () => {
  const { destination, server } = await webhook('team');
  const notifier = await start([destination]);
  await notice(1);
  notifier.wake();
  await until(all('sent'));
  await notice(1);
  await notice(1);
  notifier.wake();
  await until((rows) => rows.length === 2);
  now += 15n * minute;
  notifier.wake();
  await until(all('sent'));
  expect(bodies(server).map(({ kind, number, added }) => [kind, number, added.matches])).toEqual([
    ['first', 1, 2],
    ['again', 2, 4],
  ]);
  expect(bodies(server)[1].thread).toBe(bodies(server)[0].key);
});

test('alerts are linked to stories before they are told', async () => {
  const { destination, server } = await webhook('team');
  const linked: string[][] = [];
  const notifier = await start([destination], {
    linkStories: async (alerts) => {
      linked.push([...alerts]);
      await state().db.updateTable('alerts').set({ story: 'alert-1' }).where('id', 'in', alerts).execute();
    },
  });
  await notice(1);
  await notice(2);
  notifier.wake();
  await until(all('sent'));
  expect(linked.flat().sort()).toEqual(['alert-1', 'alert-2']);
  expect(new Set(bodies(server).map(({ story }) => story))).toEqual(new Set(['alert-1']));
});

test('when stories cannot be linked, alerts are told one by one', async () => {
  const { destination, server } = await webhook('team');
  const notifier = await start([destination], { linkStories: () => Promise.reject(new Error('broken')) });
  await notice(1);
  notifier.wake();
  await until(all('sent'));
  expect(bodies(server)).toMatchObject([{ story: 'alert-1' }]);
  expect(problems).toMatchObject([{ what: 'link' }]);
});

describe('when the answer cannot be computed, a plain message goes out', () => {
  test.each([
    ['it fails', () => Promise.reject(new Error('broken'))],
    [
      'it throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['there is none', () => Promise.resolve(null)],
    ['it takes too long', () => new Promise<null>(() => {})],
  ])('%s', async (_, answer) => {
    const { destination, server } = await webhook('team');
    const notifier = await start([destination], { answer, answerMs: 50 });
    await notice(1);
    notifier.wake();
    await until(all('sent'));
    expect(bodies(server)).toMatchObject([{ answer: null, text: 'High · Root login · app-web-role · A-1' }]);
  });
});

describe('a destination that fails', () => {
  const failing: Reply = (response) => response.writeHead(503).end();

  test('is tried again later, with the same key and what is known then', async () => {
    const { destination, server } = await webhook('team', { reply: failing });
    let asked = 0;
    const answer = async () => ({ matches: ++asked }) as unknown as Answer;
    const notifier = await start([destination], { answer });
    await notice(1);
    notifier.wake();
    const [failed] = await until(all('retrying'));
    expect(failed).toMatchObject({ attempts: 1, next: now + 2n * second });
    expect(failed.error).toMatch(/answered 503/);
    server.reply(takeIt);
    now += 2n * second;
    notifier.wake();
    expect(await until(all('sent'))).toMatchObject([{ attempts: 2, error: null, key: failed.key }]);
    expect(outcomes).toEqual(['team retrying', 'team sent']);
    expect(keys(server)).toEqual([failed.key, failed.key]);
    expect(bodies(server).map((body) => body.answer.matches)).toEqual([1, 2]);
  });

  test('is left alone meanwhile, also with its other messages', async () => {
    const { destination, server } = await webhook('team', { reply: failing });
    const notifier = await start([destination]);
    await notice(1);
    notifier.wake();
    await until(all('retrying'));
    await notice(2);
    notifier.wake();
    await until((rows) => rows.length === 2);
    for (let look = 0; look < 5; look++) notifier.wake();
    await wait(50);
    expect(server.captured).toHaveLength(1);
  });

  test('is left alone as long as it asks', async () => {
    const { destination } = await webhook('team', {
      reply: (response) => response.writeHead(429, { 'retry-after': '120' }).end(),
    });
    const notifier = await start([destination]);
    await notice(1);
    notifier.wake();
    expect(await until(all('retrying'))).toMatchObject([{ next: now + 120n * second }]);
  });

  test('is given up after so many tries; a person sends it again', async () => {
    const { destination, server } = await webhook('team', { reply: failing });
    const notifier = await start([destination]);
    await notice(1);
    const clock = setInterval(() => {
      now += 15n * minute;
      notifier.wake();
    }, 1);
    const [dead] = await until(all('dead'));
    clearInterval(clock);
    expect(dead.attempts).toBe(60);
    expect(server.captured).toHaveLength(60);
    server.reply(takeIt);
    await notifier.resend(dead.key);
    await until(all('sent'));
    expect(new Set(keys(server))).toEqual(new Set([dead.key]));
    await expect(notifier.resend(dead.key)).rejects.toMatchObject({ code: 'DELIVERY_UNKNOWN' });
  });

  test('each time by ending Kushi itself, is given up', async () => {
    const { destination, server } = await webhook('team');
    await notice(1);
    await routeAll(destination);
    await state().db.updateTable('deliveries').set({ attempts: 60 }).execute();
    await start([destination]);
    expect(await until(all('dead'))).toMatchObject([{ error: 'Kushi ended 60 times while it sent this.' }]);
    expect(server.captured).toEqual([]);
    expect(outcomes).toEqual(['team dead']);
  });

  test('for good, is not tried again', async () => {
    const { destination, server } = await webhook('team', {
      reply: (response) => response.writeHead(404).end('no_service'),
    });
    const notifier = await start([destination]);
    await notice(1);
    notifier.wake();
    expect(await until(all('dead'))).toMatchObject([{ attempts: 1, next: null }]);
    expect(server.captured).toHaveLength(1);
    expect(problems).toMatchObject([{ what: 'send', destination: 'team' }]);
  });

  test('keeps no other back, and no commit', async () => {
    const slow = await webhook('slow', { reply: () => {} });
    const [endless, quick] = [await webhook('endless', { reply: drip }), await webhook('quick')];
    const notifier = await start([slow.destination, endless.destination, quick.destination]);
    for (let number = 1; number <= 20; number++) {
      await notice(number);
      notifier.wake();
    }
    await until((rows) => rows.filter(({ status }) => status === 'sent').length === 20);
    expect(new Set(bodies(quick.server).map(({ alert }) => alert.number)).size).toBe(20);
    expect([slow, endless].map(({ server }) => server.captured.length)).toEqual([1, 1]);
  });

  test('in a way nobody thought of, does no harm', async () => {
    const { destination: quick, server } = await webhook('quick');
    const broken: Destination = {
      ...quick,
      name: 'broken',
      send: () => {
        throw new Error('secret');
      },
    };
    const notifier = await start([broken, quick]);
    await notice(1);
    notifier.wake();
    const rows = await until(
      (them) =>
        them.length === 2 && them.every(({ attempts, error, sent }) => attempts > 0 && (error ?? sent) !== null),
    );
    expect(rows.find(({ destination }) => destination === 'broken')?.error).toBe('The message could not be sent.');
    expect(server.captured).toHaveLength(1);
  });
});

const drip: Reply = (response) => {
  response.writeHead(500);
  const timer = setInterval(() => response.write('.'), 10);
  response.on('close', () => clearInterval(timer));
};

describe('the test button', () => {
  test('sends now, past what waits, and the result is listed', async () => {
    const { destination, server } = await webhook('team', { reply: (response) => response.writeHead(503).end() });
    const notifier = await start([destination]);
    const signal = new AbortController().signal;
    await expect(notifier.sendTest('team', signal)).rejects.toThrow(SendError);
    server.reply(takeIt);
    now += second;
    expect(await notifier.sendTest('team', signal)).toEqual({ detail: expect.stringMatching(/answered 200/) });
    expect(bodies(server)).toMatchObject([{ kind: 'test' }, { kind: 'test' }]);
    expect(await deliveries()).toMatchObject([
      { story: null, status: 'sent', alerts: [], receipt: expect.stringMatching(/200/) },
      { story: null, status: 'withdrawn', error: expect.stringMatching(/answered 503/) },
    ]);
  });

  test('of a destination that is not there says which are', async () => {
    const { destination } = await webhook('team');
    const notifier = await start([destination]);
    await expect(notifier.sendTest('tema', new AbortController().signal)).rejects.toThrow(
      'There is no destination tema. In kushi.yml: team.',
    );
  });
});

describe('the end', () => {
  test('comes at once when nothing is sent', async () => {
    const notifier = await start([(await webhook('team')).destination]);
    notifier.stop.abort();
    await notifier.ended;
  });

  test('lets what is being sent be finished, and sends nothing more', async () => {
    let release = () => {};
    const { destination, server } = await webhook('team', {
      reply: (response, request) => {
        release = () => takeIt(response, request);
      },
    });
    const notifier = await start([destination]);
    await notice(1);
    await notice(2);
    notifier.wake();
    await server.request(1);
    notifier.stop.abort();
    release();
    await notifier.ended;
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual(['pending', 'sent']);
  });

  test('cuts off what does not finish; it is sent at the next start, with the same key', async () => {
    const { destination, server } = await webhook('team', { reply: () => {} });
    const notifier = await start([destination], { graceMs: 50 });
    await notice(1);
    notifier.wake();
    await server.request(1);
    notifier.stop.abort();
    await notifier.ended;
    expect(await deliveries()).toMatchObject([{ status: 'pending', attempts: 1, error: null }]);
    server.reply(takeIt);
    await start([destination]);
    await until(all('sent'));
    const [first, second] = keys(server);
    expect(second).toBe(first);
  });
});

test('a restart sends nothing that was sent', async () => {
  const { destination, server } = await webhook('team');
  const notifier = await start([destination]);
  await notice(1);
  notifier.wake();
  await until(all('sent'));
  notifier.stop.abort();
  await notifier.ended;
  const again = await start([destination]);
  again.wake();
  await wait(50);
  expect(server.captured).toHaveLength(1);
});

test('changes are told of', async () => {
  const { destination } = await webhook('team');
  let changes = 0;
  const notifier = await start([destination], { onChange: () => changes++ });
  await notice(1);
  notifier.wake();
  await until(all('sent'));
  expect(changes).toBeGreaterThanOrEqual(1);
});
