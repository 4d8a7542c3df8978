import { describe, expect, test } from 'vitest';
import { stateForEach } from '../testing/state-for-each.ts';
import {
  buryOthers,
  contentOf,
  countAttempt,
  dueDelivery,
  forgetDeliveries,
  markFailed,
  markSent,
  nextDue,
  reviveDelivery,
  withdraw,
} from './deliveries.ts';
import { deliveryKey } from './delivery-key.ts';
import { countDeliveries, type Delivery, listDeliveries } from './list-deliveries.ts';
import { pendingNotices, type Route, routeNotices } from './route-notices.ts';
import { putAlert, putNotice } from './testing/put-alert.ts';

const state = stateForEach();
const minute = 60_000_000_000n;
const gap = 15n * minute;
const start = 1_795_486_445_000_000_000n;
const all = (destination: string): Route => ({ destination, accepts: () => true });

async function route(now: bigint, routes: readonly Route[] = [all('team')]): Promise<void> {
  const { db } = state();
  await routeNotices(db, await pendingNotices(db, 500), { routes, now, gap, oldest: 72n * 60n * minute });
}

/** Notes matches of an alert and makes messages of them. */
async function notice(alert: string, matches: number, now: bigint, routes?: readonly Route[]): Promise<void> {
  await putNotice(state().db, alert, matches, now);
  await route(now, routes);
}

/** Sends what is due, as the notifier does; returns the keys and what each says. */
async function sendDue(now: bigint, destination = 'team') {
  const { db } = state();
  const sent = [];
  for (;;) {
    const due = await dueDelivery(db, destination, now);
    if (due === undefined) return sent;
    await countAttempt(db, due.key);
    const { kind, alerts } = await contentOf(db, due);
    if (alerts.length === 0) await withdraw(db, due.key);
    else await markSent(db, due, { receipt: 'ok', now, gap });
    sent.push({ kind, number: due.number, alerts: alerts.map(({ alert, matches }) => [alert.number, matches]) });
  }
}

const listed = (): Promise<Delivery[]> => listDeliveries(state().db, { most: 100 });

describe('routing', () => {
  test('a notice becomes a message for each destination that is to be told, and is gone', async () => {
    const alert = await putAlert(state().db, { number: 1 });
    const none = { destination: 'nobody', accepts: () => false };
    await notice(alert, 3, start, [all('team'), all('duty'), none]);
    expect(await pendingNotices(state().db, 10)).toEqual([]);
    expect((await listed()).map(({ destination, key, status, alerts }) => [destination, key, status, alerts])).toEqual(
      [
        ['duty', deliveryKey('duty', alert, 1), 'pending', [alert]],
        ['team', deliveryKey('team', alert, 1), 'pending', [alert]],
      ].sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1)),
    );
  });

  test.each([
    ['suppressed', { suppression: 's' }],
    ['closed', { status: 'closed' }],
    ['found in history', { in_history: 1 }],
  ])('nobody is told of an alert that is %s', async (_, changed) => {
    const alert = await putAlert(state().db, { number: 1, ...changed });
    await notice(alert, 3, start);
    expect(await listed()).toEqual([]);
    expect(await pendingNotices(state().db, 10)).toEqual([]);
  });

  test('nor of one that is gone, nor of one that was noted long ago', async () => {
    await notice('gone', 3, start);
    const alert = await putAlert(state().db, { number: 1 });
    await putNotice(state().db, alert, 1, start - 72n * 60n * minute - 1n);
    await route(start);
    expect(await listed()).toEqual([]);
    expect(await pendingNotices(state().db, 10)).toEqual([]);
  });

  test('what is routed while nobody is configured is not told later', async () => {
    const alert = await putAlert(state().db, { number: 1 });
    await notice(alert, 3, start, []);
    await route(start + minute);
    expect(await listed()).toEqual([]);
  });
});

describe('a story is one message', () => {
  test('at once the first time, then what was added, at most every 15 minutes', async () => {
    const alert = await putAlert(state().db, { number: 1 });
    await notice(alert, 3, start);
    expect(await sendDue(start)).toEqual([{ kind: 'first', number: 1, alerts: [[1, 3]] }]);
    for (const minutes of [1n, 2n, 14n]) await notice(alert, 4, start + minutes * minute);
    expect(await sendDue(start + gap - 1n)).toEqual([]);
    expect(await nextDue(state().db, 'team')).toBe(String(start + gap));
    expect(await sendDue(start + gap)).toEqual([{ kind: 'again', number: 2, alerts: [[1, 12]] }]);
    await notice(alert, 1, start + gap + minute);
    expect(await sendDue(start + gap + 14n * minute)).toEqual([]);
    expect(await sendDue(start + 2n * gap)).toEqual([{ kind: 'again', number: 3, alerts: [[1, 1]] }]);
  });

  test('after a long silence what is added is told at once', async () => {
    const alert = await putAlert(state().db, { number: 1 });
    await notice(alert, 1, start);
    await sendDue(start);
    await notice(alert, 2, start + 3n * gap);
    expect(await sendDue(start + 3n * gap)).toEqual([{ kind: 'again', number: 2, alerts: [[1, 2]] }]);
  });

  test('alerts of one story go in one message, the worst first', async () => {
    const { db } = state();
    const first = await putAlert(db, { number: 1, level: 'medium' });
    const second = await putAlert(db, { number: 2, level: 'critical', story: first });
    const third = await putAlert(db, { number: 3, level: 'critical', story: first });
    for (const alert of [first, second, third]) await putNotice(db, alert, 2, start);
    await route(start);
    expect(await sendDue(start)).toEqual([
      {
        kind: 'first',
        number: 1,
        alerts: [
          [3, 2],
          [2, 2],
          [1, 2],
        ],
      },
    ]);
  });

  test('worse than anything told before is told at once; as bad waits', async () => {
    const { db } = state();
    const first = await putAlert(db, { number: 1, level: 'medium' });
    const second = await putAlert(db, { number: 2, level: 'medium', story: first });
    const worse = await putAlert(db, { number: 3, level: 'critical', story: first });
    await notice(first, 1, start);
    await sendDue(start);
    await notice(second, 1, start + minute);
    expect(await sendDue(start + minute)).toEqual([]);
    await notice(worse, 1, start + 2n * minute);
    expect(await sendDue(start + 2n * minute)).toEqual([
      {
        kind: 'again',
        number: 2,
        alerts: [
          [3, 1],
          [2, 1],
        ],
      },
    ]);
    await notice(worse, 5, start + 3n * minute);
    expect(await sendDue(start + 3n * minute)).toEqual([]);
  });

  test('two stories that become one go on in the row of the last message, with its key and its time', async () => {
    const { db } = state();
    const [older, newer] = [await putAlert(db, { number: 1 }), await putAlert(db, { number: 2 })];
    await notice(older, 1, start);
    await sendDue(start);
    await notice(newer, 1, start + minute);
    expect(await sendDue(start + minute)).toMatchObject([{ kind: 'first', number: 1 }]);
    await db.updateTable('alerts').set({ story: older }).execute();
    await notice(newer, 2, start + 2n * minute);
    await notice(older, 3, start + 3n * minute);
    expect(await sendDue(start + minute + gap - 1n)).toEqual([]);
    expect(await sendDue(start + minute + gap)).toEqual([
      {
        kind: 'again',
        number: 2,
        alerts: [
          [2, 2],
          [1, 3],
        ],
      },
    ]);
    expect((await listed())[0].key).toBe(deliveryKey('team', newer, 2));
  });

  test('other stories and other destinations have rows of their own', async () => {
    const { db } = state();
    const [one, other] = [await putAlert(db, { number: 1 }), await putAlert(db, { number: 2 })];
    await notice(one, 1, start, [all('team'), all('duty')]);
    await sendDue(start, 'team');
    await notice(other, 1, start, [all('team'), all('duty')]);
    expect(await sendDue(start, 'team')).toEqual([{ kind: 'first', number: 1, alerts: [[2, 1]] }]);
    expect(await sendDue(start, 'duty')).toHaveLength(2);
  });
});

describe('a message that was tried', () => {
  async function tried() {
    const { db } = state();
    const alert = await putAlert(db, { number: 1 });
    await notice(alert, 3, start);
    const due = await dueDelivery(db, 'team', start);
    if (due === undefined) throw new Error('nothing is due');
    await countAttempt(db, due.key);
    return { alert, due };
  }

  test('is not added to: what comes then is the next message, which waits for it', async () => {
    const { alert, due } = await tried();
    const { db } = state();
    await notice(alert, 4, start + minute);
    await markFailed(db, due.key, { error: 'no', next: start + 5n * minute });
    await notice(alert, 5, start + 2n * minute);
    expect((await listed()).map(({ number, status }) => [number, status])).toEqual([
      [2, 'pending'],
      [1, 'retrying'],
    ]);
    expect(await dueDelivery(db, 'team', start + 4n * minute)).toBeUndefined();
    expect(await nextDue(db, 'team')).toBe(String(start + 5n * minute));
    expect(await sendDue(start + 20n * minute)).toEqual([{ kind: 'first', number: 1, alerts: [[1, 3]] }]);
    expect(await sendDue(start + 35n * minute - 1n)).toEqual([]);
    expect(await sendDue(start + 35n * minute)).toEqual([{ kind: 'again', number: 2, alerts: [[1, 9]] }]);
  });

  test('keeps back what is worse, but only until it is sent', async () => {
    const { alert, due } = await tried();
    const { db } = state();
    const worse = await putAlert(db, { number: 2, level: 'critical', story: alert });
    await notice(worse, 1, start + minute);
    expect(await dueDelivery(db, 'team', start + minute)).toMatchObject({ key: due.key });
    expect(await sendDue(start + 2n * minute)).toEqual([
      { kind: 'first', number: 1, alerts: [[1, 3]] },
      { kind: 'again', number: 2, alerts: [[2, 1]] },
    ]);
  });

  test('and not marked, because Kushi ended, is due again with the same key', async () => {
    const { due } = await tried();
    expect((await dueDelivery(state().db, 'team', start))?.key).toBe(due.key);
  });

  test('given up: what comes then is the first that arrives, at its time', async () => {
    const { alert, due } = await tried();
    await markFailed(state().db, due.key, { error: 'no_service', next: null });
    await notice(alert, 4, start + minute);
    expect(await sendDue(start + minute)).toEqual([{ kind: 'first', number: 2, alerts: [[1, 4]] }]);
  });

  test('given up, sent again by hand: the same key, and nothing is added to it', async () => {
    const { alert, due } = await tried();
    const { db } = state();
    await markFailed(db, due.key, { error: 'no_service', next: null });
    expect(await reviveDelivery(db, 'none', start)).toBeNull();
    expect(await reviveDelivery(db, due.key, start + minute)).toBe('team');
    expect(await reviveDelivery(db, due.key, start + minute)).toBeNull();
    await notice(alert, 4, start + minute);
    expect(await sendDue(start + minute)).toMatchObject([{ number: 1, alerts: [[1, 3]] }]);
    expect((await listed()).find(({ key }) => key === due.key)).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('is withdrawn when all its alerts were closed or suppressed meanwhile', async () => {
    const { due } = await tried();
    const { db } = state();
    await db.updateTable('alerts').set({ suppression: 's' }).execute();
    expect(await sendDue(start)).toEqual([{ kind: 'first', number: 1, alerts: [] }]);
    expect(await listed()).toMatchObject([{ key: due.key, status: 'withdrawn', next: null }]);
  });
});

test('of what is due the worst goes first, then the oldest', async () => {
  const { db } = state();
  for (const [number, level] of [
    [1, 'low'],
    [2, 'high'],
    [3, 'critical'],
    [4, 'high'],
  ] as const)
    await notice(await putAlert(db, { number, level }), 1, start + BigInt(number));
  const order = (await sendDue(start + minute)).flatMap(({ alerts }) => alerts.map(([number]) => number));
  expect(order).toEqual([3, 2, 4, 1]);
});

test('what waits for a destination that is not configured any more is given up', async () => {
  const alert = await putAlert(state().db, { number: 1 });
  await notice(alert, 1, start, [all('team'), all('gone')]);
  await buryOthers(state().db, ['team']);
  expect(await countDeliveries(state().db)).toEqual([
    { destination: 'gone', status: 'dead', count: 1 },
    { destination: 'team', status: 'pending', count: 1 },
  ]);
  await buryOthers(state().db, []);
  expect((await listed()).every(({ status, error }) => status === 'dead' && error !== null)).toBe(true);
});

test('old messages are forgotten but for the last of each row, so that no key comes twice', async () => {
  const { db } = state();
  const alert = await putAlert(db, { number: 1 });
  for (let at = 0n; at < 4n; at++) {
    await notice(alert, 1, start + at * gap);
    await sendDue(start + at * gap);
  }
  const waiting = await putAlert(db, { number: 2 });
  await notice(waiting, 1, start);
  expect(await forgetDeliveries(db, start + gap + 1n)).toBe(2);
  expect(await forgetDeliveries(db, start + 100n * gap)).toBe(1);
  expect((await listed()).map(({ story, number }) => [story, number])).toEqual([
    [alert, 4],
    [waiting, 1],
  ]);
  await notice(alert, 1, start + 200n * gap);
  expect((await listed())[0]).toMatchObject({ number: 5, key: deliveryKey('team', alert, 5) });
});

test('messages are listed by destination, state and alert, newest first', async () => {
  const { db } = state();
  const [one, other] = [await putAlert(db, { number: 1 }), await putAlert(db, { number: 2 })];
  await notice(one, 1, start, [all('team'), all('duty')]);
  await notice(other, 1, start + 1n, [all('team')]);
  await sendDue(start + 1n, 'duty');
  const keys = async (filter: Parameters<typeof listDeliveries>[1]) =>
    (await listDeliveries(db, filter)).map(({ destination, alerts }) => `${destination} ${alerts.join()}`);
  expect(await keys({ most: 1 })).toEqual(['team alert-2']);
  expect(await keys({ most: 9, destination: 'duty' })).toEqual(['duty alert-1']);
  expect(await keys({ most: 9, status: 'pending' })).toEqual(['team alert-2', 'team alert-1']);
  expect((await keys({ most: 9, alert: one })).sort()).toEqual(['duty alert-1', 'team alert-1']);
});
